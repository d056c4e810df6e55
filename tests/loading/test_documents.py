from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tpaudit.loading.documents import Document, read_document
from tpaudit.loading.places import Place, Span, span_of

INVENTORY = """\
# comment
tpaudit: 1
name: Ümläut 😀   # trailing
owners:
  - &csm
    id: csm
    name: "Customer
      Success"
  - {id: ops, tags: [a, 'b']}
touchpoints:
- id: kickoff
  text: |
    Two
    lines
  owner: ""
  <<: {effort: 2h}
last: end
"""


def read(text: str, *, pure: bool = False) -> Document:
    document, faults = read_document("tpaudit.yaml", text.encode(), pure=pure)
    assert faults == ()
    assert document is not None
    return document


def value(text: str) -> object:
    return read(text).value


def inside(place: Place, key: str) -> Place:
    assert isinstance(place.inside, dict)
    found = place.inside[key]
    assert isinstance(found, Place)
    return found


def test_values_of_the_core_schema() -> None:
    text = """
    {a: , b: ~, c: null, d: Null, e: true, f: FALSE, g: 12, h: -3, i: 007, j: 0o17, k: 0x1F, l: 1.5, m: 1e3, n: -.5,
     o: yes, p: 'no', q: on, r: 1_000, s: 2026-01-31, t: 12:30, u: "12", v: "", w: 08.5, x: nul, y: 1.2.3, z: +7}
    """
    assert value(text) == {
        "a": None, "b": None, "c": None, "d": None, "e": True, "f": False, "g": 12, "h": -3, "i": 7, "j": 15, "k": 31,
        "l": 1.5, "m": 1000.0, "n": -0.5, "o": "yes", "p": "no", "q": "on", "r": "1_000", "s": "2026-01-31",
        "t": "12:30", "u": "12", "v": "", "w": 8.5, "x": "nul", "y": "1.2.3", "z": 7,
    }  # fmt: skip


def test_infinity_and_not_a_number() -> None:
    infinite, negative, nan = value("[.inf, -.Inf, .NaN]")  # type: ignore[misc]
    assert infinite == float("inf")  # type: ignore[has-type]
    assert negative == float("-inf")  # type: ignore[has-type]
    assert nan != nan  # type: ignore[has-type]


def test_numbers_that_python_cannot_handle_stay_text() -> None:
    digits = "9" * 5000
    assert value(f"a: {digits}\nb: 0x{digits}\nc: 1.{digits}") == {"a": digits, "b": f"0x{digits}", "c": f"1.{digits}"}


def test_keys_are_always_texts() -> None:
    assert value("1: a\ntrue: b\nnull: c\n'': d") == {"1": "a", "true": "b", "null": "c", "": "d"}


def test_tags_of_the_core_schema() -> None:
    text = "[!!str 1, !!int '2', !!float 3, !!bool 'true', !!null '', !!map {a: 1}, !!seq [], ! 4]"
    assert value(text) == ["1", 2, 3.0, True, None, {"a": 1}, [], "4"]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "\ufeff"])
def test_an_empty_file_is_none(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize("text", ["%YAML 1.1\n---\na: yes\n", "%YAML 1.2\n---\na: yes\n...\n", "\ufeffa: yes"])
def test_a_directive_or_byte_order_mark_changes_nothing(text: str) -> None:
    assert value(text) == {"a": "yes"}


def test_places() -> None:
    place = read(INVENTORY).place
    assert place.span == Span(2, 1, 17, 10)
    assert span_of(place, ("name",)) == Span(3, 1, 3, 5)
    assert inside(place, "name").span == Span(3, 7, 3, 15)
    assert span_of(place, ("owners", 0)) == Span(6, 5, 6, 7)
    assert span_of(place, ("owners", 0, "name")) == Span(7, 5, 7, 9)
    assert span_of(place, ("owners", 1, "tags", 1)) == Span(9, 25, 9, 28)
    assert span_of(place, ("touchpoints", 0, "owner")) == Span(15, 3, 15, 8)
    assert span_of(place, ("touchpoints", 0, "effort")) == Span(16, 8, 16, 14)
    assert span_of(place, ("touchpoints", 0, "missing")) == Span(11, 3, 11, 5)


def test_columns_count_code_points() -> None:
    assert span_of(read("{😀: 1, é: 2}").place, ("é",)) == Span(1, 8, 1, 9)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_once(end: str) -> None:
    document = read(f"a: 1{end}b: 2{end}")
    assert span_of(document.place, ("b",)) == Span(2, 1, 2, 2)
    assert document.line(2) == "b: 2"
    assert (document.line(0), document.line(99)) == ("", "")


@pytest.mark.parametrize("pure", [False, True])
@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_line_separators_of_yaml_1_1_are_text(separator: str, *, pure: bool) -> None:
    document = read(f"a: x{separator}y \ue000\nb: '{separator}'", pure=pure)
    assert document.value == {"a": f"x{separator}y \ue000", "b": separator}
    assert span_of(document.place, ("b",)) == Span(2, 1, 2, 2)
    assert document.line(2) == f"b: '{separator}'"


def test_an_alias_shares_the_value_and_has_a_span_of_its_own() -> None:
    document = read("a: &x {k: [1]}\nb: *x\nc: z\n")
    place = inside(document.place, "b")
    assert document.value == {"a": {"k": [1]}, "b": {"k": [1]}, "c": "z"}
    assert place.span == Span(2, 4, 2, 6)
    assert span_of(document.place, ("b", "k")) == Span(1, 8, 1, 9)


def test_an_alias_of_a_scalar_can_be_a_key() -> None:
    assert value("a: &x 12\n*x : b\n") == {"a": 12, "12": "b"}
    assert value("&k key: 1\nb: *k\n") == {"key": 1, "b": "key"}


def test_an_anchor_can_be_defined_again() -> None:
    assert value("[&x 1, *x, &x 2, *x]") == [1, 1, 2, 2]


def test_merging() -> None:
    text = """\
one: &one {a: 1, b: 1}
two: &two {b: 2, c: 2}
both: {c: 3, <<: [*one, *two], d: 4}
single:
  <<: *one
  b: 9
quoted: {"<<": 5}
nothing: {<<: []}
"""
    document = read(text)
    assert isinstance(document.value, dict)
    assert document.value["both"] == {"c": 3, "d": 4, "a": 1, "b": 1}
    assert document.value["single"] == {"a": 1, "b": 9}
    assert document.value["quoted"] == {"<<": 5}
    assert document.value["nothing"] == {}
    assert span_of(document.place, ("both", "a")) == Span(1, 12, 1, 13)
    assert span_of(document.place, ("single", "b")) == Span(6, 3, 6, 4)


def test_nodes_count_as_if_aliases_were_written_out() -> None:
    assert read("a").nodes == 1
    assert read("{a: [1, 2]}").nodes == 5
    assert read("[&x [1, 2], *x, *x]").nodes == 10
    assert read("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]").nodes == 1 + (1 + 3) + (1 + 7) + (1 + 15)


def test_the_collector_is_left_as_it_was() -> None:
    import gc

    read("a: 1")
    assert gc.isenabled()
    gc.disable()
    try:
        read("a: 1")
        assert not gc.isenabled()
    finally:
        gc.enable()


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff\ufeff"))
trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(trees)
@settings(deadline=None)
def test_json_is_yaml(tree: object) -> None:
    assert value(json.dumps(tree, ensure_ascii=False, indent=1)) == tree


@given(trees)
@settings(deadline=None, max_examples=50)
def test_both_parsers_agree_on_documents(tree: object) -> None:
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    assert read(text) == read(text, pure=True)


@pytest.mark.parametrize("pure", [False, True])
@pytest.mark.parametrize("tag", ["!!str", "!<tag:yaml.org,2002:str>"])
def test_a_colon_inside_of_a_text_is_text_between_brackets_too(tag: str, *, pure: bool) -> None:
    text = """[https://example.com:80/a, {at: 12:30, ref: http://x}, "a:b", 'c': d, a:b:c]"""
    document = read(f"a: é a:b [x]\nb: {text}\nc:d: {tag} 1", pure=pure)
    assert document.value == {
        "a": "é a:b [x]",
        "b": ["https://example.com:80/a", {"at": "12:30", "ref": "http://x"}, "a:b", {"c": "d"}, "a:b:c"],
        "c:d": "1",
    }
    assert span_of(document.place, ("b", 1, "ref")) == Span(2, 43, 2, 46)


def test_both_parsers_agree_on_an_inventory() -> None:
    assert read(INVENTORY) == read(INVENTORY, pure=True)
