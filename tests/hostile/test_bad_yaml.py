"""Bad YAML, and where it is said to be bad."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tpaudit.loading import limits
from tpaudit.loading.documents import read_document
from tpaudit.loading.faults import Fault
from tpaudit.messages import render

# The text, and for each fault its line, column and a part of its message.
BAD: dict[str, tuple[str, list[tuple[int, int, str]]]] = {
    "duplicate key": ("a: 1\nb: 2\na: 3\n", [(3, 1, "the key a is already in")]),
    "every duplicate key": ("x: {a: 1, a: 2}\nb: 1\nb: 2\nb: 3\n",
                            [(1, 11, "key a"), (3, 1, "key b"), (4, 1, "key b")]),
    "key twice by alias": ("a: &x b\nb: 1\n*x : 2\n", [(3, 1, "the key b is already in")]),
    "two merges": ("a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n", [(4, 3, "the key << is already in")]),
    "second document": ("a: 1\n---\nb: 2\n", [(2, 1, "second document")]),
    "unknown tags": ("a: !x 1\nb: !!set {c}\nd: !<y> [e]\n", [(1, 4, "!x"), (2, 4, "!!set"), (3, 4, "y")]),
    "unknown tag on a key": ("!x a: 1\n", [(1, 1, "!x")]),
    "undefined tag handle": ("a: !e!x 1\n", [(1, 4, "tag is refused")]),
    "python tag": ("a: !!python/object/apply:os.system [ls]\n", [(1, 4, "!!python/object/apply:os.system")]),
    "tag that does not fit": ("a: !!int x\nb: !!bool 1\nc: !!map x\nd: !!seq {}\n",
                              [(1, 4, "!!int"), (2, 4, "!!bool"), (3, 4, "!!map"), (4, 4, "!!seq")]),
    "undefined alias": ("a: *x\nb: [*y]\n", [(1, 4, "*x"), (2, 5, "*y")]),
    "alias of itself": ("a: &x [1, *x]\n", [(1, 11, "is inside")]),
    "alias of itself by a new anchor": ("a: &x 1\nb: &x {c: *x}\n", [(2, 11, "is inside")]),
    "merge of itself": ("a: &x {<<: *x}\n", [(1, 12, "is inside")]),
    "merge of no mapping": ("a: {<<: 1}\nb: {<<: [{c: 1}, d]}\n",
                            [(1, 9, "merges mappings"), (2, 18, "merges mappings")]),
    "mapping as a key": ("? {a: 1}\n: b\nc: 2\nc: 3\n", [(1, 3, "used as a key"), (4, 1, "the key c")]),
    "list as a key": ("[a, b]: c\n", [(1, 1, "used as a key")]),
    "alias of a list as a key": ("a: &x [1]\n*x : 2\n", [(2, 1, "used as a key")]),
    "template": ("a: {{ name }}\n", [(1, 5, "used as a key")]),
    "tab as indentation": ("a:\n\tb: 1\n", [(2, 1, "tab")]),
    "tab behind spaces": ("a:\n  b: 1\n  \tc: 1\n", [(3, 3, "tab")]),
    "tab in front of a hyphen": ("a:\n\t- b\n", [(2, 1, "tab")]),
    "tab in a block text": ("a: |\n\tb\n", [(2, 1, "tab")]),
    "open single quote": ("a: 'b\nc: d\n", [(1, 4, "not closed")]),
    "open double quote": ('a: "b\nc: d\n', [(1, 4, "not closed")]),
    "open bracket": ("a: [1, 2\n", [(1, 4, "[ here is not closed")]),
    "open brace": ("a: {b: 1\n\n\n", [(1, 4, "{ here is not closed")]),
    "open bracket above": ("a: [1, 2\nb: 3\n", [(2, 2, "inside [, which is not closed")]),
    "open bracket behind an anchor": ("a: &x [1, 2\n", [(1, 7, "[ here is not closed")]),
    "three full stops": ("...\n", [(1, 1, "a value is expected")]),
    "stray bracket": ("a: 1\n]\n", [(2, 1, "] has nothing")]),
    "text behind a quote": ("a: 'it's'\n", [(1, 8, "after the closing quote")]),
    "text behind a bracket": ("a: [b] c\n", [(1, 8, "after the closing bracket")]),
    "colon in a text": ("a: note: b\n", [(1, 8, "colon")]),
    "missing space behind a colon": ("a: 1\nb:2\nc: 3\n", [(2, 2, "a space is missing")]),
    "missing space in the first line": ("a:1\nb: 2\n", [(1, 2, "a space is missing")]),
    "missing colon": ("a: 1\nb\nc: 3\n", [(2, 1, "neither a key")]),
    "key too far in": ("a: 1\n  b: 2\n", [(2, 3, "indented more")]),
    "key too far out": ("a:\n  b: 1\n c: 2\n", [(3, 2, "line up")]),
    "hyphen under a key": ("a: 1\n- b\n", [(2, 1, "line up")]),
    "list in the line of its key": ("a: - b\n", [(1, 4, "list")]),
    "at sign": ("a: @b\n", [(1, 4, "cannot start with @")]),
    "backtick": ("a: `b`\n", [(1, 4, "cannot start with `")]),
    "percent sign": ("a: %b\n", [(1, 4, "cannot start with %")]),
    "asterisks": ("a: **bold**\n", [(1, 4, "cannot start with *")]),
    "greater than": ("a: > 5 days\n", [(1, 6, "after | or >")]),
    "backslash": ('a: "C:\\dir"\n', [(1, 7, "backslash")]),
    "surrogate": ('a: "\\ud800"\n', [(1, 5, "backslash")]),
    "NUL": ("a: 1\nb: \0\n", [(2, 4, "U+0000")]),
    "bell and escape": ("a: \x07\nb: é\x1b\n", [(1, 4, "U+0007"), (2, 5, "U+001B")]),
    "C1 control": ("a: é\x9b\n", [(1, 5, "U+009B")]),
    "byte order mark inside": ("a: 1\n\ufeffb: 1\n", [(2, 1, "U+FEFF")]),
    "no character": ("a: \uffff\n", [(1, 4, "U+FFFF")]),
    "unfinished merge": ("a: 1\nb:\n<<<<<<< HEAD\n  c: 1\n=======\n  c: 2\n>>>>>>> other\n",
                         [(3, 1, "merge is unfinished")]),
    "unfinished merge in a list": ("a:\n- b: 1\n<<<<<<< HEAD\n  c: 1\n||||||| base\n=======\n  c: 2\n>>>>>>> x\n",
                                   [(3, 1, "merge is unfinished")]),
    "missing space behind a hyphen": ("a:\n  - b: 1\n  -b: 2\n", [(3, 3, "after the hyphen")]),
    "missing space behind the first hyphen": ("a:\n  -b: 1\n    c: 2\n", [(2, 3, "after the hyphen")]),
    "missing space behind the hyphen of a text": ("a:\n  - b: c\n  -c\nd: 1\n", [(3, 3, "after the hyphen")]),
    "bullets": ("a:\n  - b: 1\n  • b: 2\n", [(3, 3, "• is used where a list needs a hyphen")]),
    "dashes": ("a:\n  - b: 1\n  – b: 2\n", [(3, 3, "– is used where a list needs a hyphen")]),
    "asterisks as bullets": ("a:\n  * b: 1\n  * b: 2\n", [(2, 3, "* is used where a list needs a hyphen")]),
    "numbers as bullets": ("a:\n  - b: 1\n  2. b: 2\n", [(3, 3, "2. is used where a list needs a hyphen")]),
    "no-break spaces as indentation": ("a:\n  b: 1\n \u00a0c: 2\n", [(3, 2, "U+00A0")]),
    "no-break space behind a colon": ("a:\n  b:\u00a01\n  c: 2\n", [(2, 5, "U+00A0")]),
    "missing hyphen": ("a:\n  - id: x\n    b: 1\n    id: y\n    b: 2\n  - id: z\n    b: 1\n    b: 2\n",
                       [(4, 5, "the key id is already in this mapping"), (8, 5, "the key b")]),
    "missing hyphens": ("a:\n  id: x\n  b: 1\n  id: y\n  b: 2\n  id: z\n  b: 3\n", [(4, 3, "the key id")]),
    "YAML 3": ("%YAML 3.0\n---\na: 1\n", [(1, 1, "directive")]),
}  # fmt: skip


def places(faults: tuple[Fault, ...]) -> list[tuple[str, int, int]]:
    return [(fault.code, fault.span.line, fault.span.column) for fault in faults]


@pytest.mark.parametrize("pure", [False, True], ids=["C", "pure"])
@pytest.mark.parametrize("name", BAD)
def test_each_fault_is_at_its_own_place(name: str, *, pure: bool) -> None:
    text, expected = BAD[name]
    _, faults = read_document("a.yaml", text.encode(), pure=pure)
    assert places(faults) == [("INV002", line, column) for line, column, _ in expected]
    for fault, (_, _, part) in zip(faults, expected, strict=True):
        assert part in render(fault.message)
        assert render(fault.help)
        assert fault.subject == ("file", "a.yaml")
        assert fault.span.end_column > fault.span.column or fault.span.end_line > fault.span.line


def test_the_first_of_two_equal_keys_counts_and_is_related() -> None:
    document, faults = read_document("a.yaml", b"t:\n- id: x\n  a: 1\n  a: {b: 2}\n  c: 3\n")
    assert document is not None
    assert document.value == {"t": [{"id": "x", "a": 1, "c": 3}]}
    assert [(place.span.line, place.span.column) for place in faults[0].related] == [(3, 3)]
    assert faults[0].path == ("t", "x", "a")


def test_what_is_dropped_leaves_no_trace() -> None:
    document, _ = read_document("a.yaml", b"? [a]\n: b\nc: 1\nc: 2\n<<: {d: 1}\n")
    assert document is not None
    assert document.value == {"c": 1, "d": 1}
    assert list(document.place.keys or ()) == list(document.place.inside or ()) == ["c", "d"]


def test_an_open_bracket_is_related() -> None:
    _, (fault,) = read_document("a.yaml", b"a: [1, 2\nb: 3\n")
    assert [(place.span.line, place.span.column) for place in fault.related] == [(1, 4)]


@pytest.mark.parametrize("text", ["[" * 65, "[" * 100_000, "{a: " * 65, "\n".join(" " * n + "- " for n in range(100))])
@pytest.mark.parametrize("pure", [False, True], ids=["C", "pure"])
def test_too_deep(text: str, *, pure: bool) -> None:
    document, faults = read_document("a.yaml", text.encode(), pure=pure)
    assert document is None
    assert [render(fault.message) for fault in faults] == ["lists and mappings are nested more than 64 levels deep"]


def test_just_deep_enough() -> None:
    document, faults = read_document("a.yaml", ("[" * 64 + "]" * 64).encode())
    assert document is not None
    assert faults == ()


def test_aliases_do_not_hide_depth() -> None:
    text = f"- &a {'[' * 40}{']' * 40}\n- {'[' * 23}*a{']' * 23}\n"
    assert read_document("a.yaml", text.encode())[1] == ()
    text = f"- &a {'[' * 40}{']' * 40}\n- {'[' * 24}*a{']' * 24}\n"
    document, (fault,) = read_document("a.yaml", text.encode())
    assert document is None
    assert (fault.span.line, fault.span.column, fault.key) == (2, 27, "depth")


def test_a_billion_laughs_are_counted_and_not_written_out() -> None:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 60)]
    start = time.process_time()
    document, (fault,) = read_document("a.yaml", "\n".join(lines).encode())
    assert time.process_time() - start < 2
    assert document is None
    assert fault.code == "INV002"
    assert "5,000,000" in render(fault.message)
    assert fault.span.line == 7


def test_merges_of_merges_are_counted() -> None:
    lines = ["a0: &a0 {k: 1}"] + [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 60)]
    document, (fault,) = read_document("a.yaml", "\n".join(lines).encode())
    assert document is None
    assert fault.key == "nodes"


def test_nodes_without_aliases_are_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_NODES", 10)
    document, (fault,) = read_document("a.yaml", b"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]")
    assert document is None
    assert fault.key == "nodes"


def test_faults_without_end_end() -> None:
    document, faults = read_document("a.yaml", b"a: 1\n" * 100_000)
    assert document is None
    assert len(faults) == 1001
    assert "more than 1000 faults" in render(faults[-1].message)
    assert faults[-1].span.line == 1002


@pytest.mark.parametrize(
    ("data", "line", "column", "part"),
    [
        (b"a: 1\nb: \xfc\n", 2, 4, "byte 0xfc"),
        ("é: ".encode() + b"\xff", 1, 4, "byte 0xff"),
        (b"a: \xed\xa0\x80", 1, 4, "byte 0xed"),
        ("a: 1\n".encode("utf-16"), 1, 1, "UTF-16"),
        ("a: 1\n".encode("utf-16-le"), 1, 1, "UTF-16"),
        ("a: 1\n".encode("utf-16-be"), 1, 1, "UTF-16"),
        ("a: 1\n".encode("utf-32"), 1, 1, "UTF-32"),
        (b" " * (10 * 1024 * 1024 + 1), 1, 1, "10 MiB"),
    ],
)
def test_unreadable_bytes(data: bytes, line: int, column: int, part: str) -> None:
    document, faults = read_document("a.yaml", data)
    assert document is None
    assert places(faults) == [("INV001", line, column)]
    assert part in render(faults[0].message)


def test_many_forbidden_characters_are_not_all_listed() -> None:
    assert len(read_document("a.yaml", b"\x01" * 1000)[1]) == 20


FRAGMENTS = ("a", "b: ", ": ", "- ", "? ", "[", "]", "{", "}", ",", "\n", "  ", "\t", "'", '"', "&x ", "*x", "<<: ",
             "!t ", "!!int ", "|\n", ">", "#", "---\n", "...\n", "%YAML 1.1\n", "\\", "é", "😀", "\ufeff", "\x85",
             "\u2028", "1", "~", "@", "\r", "0x")  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join) | st.text())
@example("[? a: b")
@example('"\\UFFFFFFFF"')
@settings(deadline=None, max_examples=400)
def test_no_text_raises(text: str) -> None:
    data = text.encode("utf-8", errors="surrogatepass")
    for pure in (False, True):
        document, faults = read_document("a.yaml", data, pure=pure)
        assert document is not None or faults
        for fault in faults:
            assert render(fault.message)
            assert render(fault.help)
            assert fault.span >= (1, 1, 1, 1)
            assert fault.span.line <= text.count("\n") + text.count("\r") + 1


@given(st.binary())
@settings(deadline=None)
def test_no_bytes_raise(data: bytes) -> None:
    document, faults = read_document("a.yaml", data)
    assert document is not None or faults


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: { ?foo: bar }", {"a": {"?foo": "bar"}}),
        ("a: [?x, ?y z]", {"a": ["?x", "?y z"]}),
        ("a: {b: 1,\n  ?c: '?d'} # [?e]", {"a": {"b": 1, "?c": "?d"}}),
    ],
)
@pytest.mark.parametrize("pure", [False, True])
def test_a_question_mark_without_a_space_is_text(text: str, value: object, *, pure: bool) -> None:
    document, faults = read_document("a.yaml", text.encode(), pure=pure)
    assert faults == ()
    assert document is not None
    assert document.value == value


@pytest.mark.parametrize("text", ["key: &an:chor value", "- &a.b\n  c: 1", "&x:y k: v"])
def test_an_anchor_of_other_characters_is_refused_instead_of_misread(text: str) -> None:
    document, faults = read_document("a.yaml", text.encode())
    assert [fault.code for fault in faults][:1] == ["INV002"]
    assert document is None or "the anchor &" in render(faults[0].message)
