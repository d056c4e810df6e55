"""Edits of files in every style that people write: exactly the edit, or a refusal with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.styles import REFUSED, STYLES, Refusal, Style
from tpaudit.exchange import spelling
from tpaudit.exchange.edits import edited
from tpaudit.exchange.files import difference, plan, save
from tpaudit.loading.changes import Set, changed, same
from tpaudit.loading.documents import read_document
from tpaudit.loading.source import Folder
from tpaudit.loading.usage import UsageError


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_exactly_the_edit(style: Style) -> None:
    result = edited("a.yaml", style.before.encode(), style.changes)

    assert not result.refused
    assert result.data.decode() == style.after
    document, faults = read_document("a.yaml", result.data)
    original, _ = read_document("a.yaml", style.before.encode())
    assert document is not None
    assert original is not None
    assert not faults
    assert same(document.value, changed(original.value, style.changes))


@pytest.mark.parametrize("refusal", REFUSED, ids=lambda refusal: refusal.name)
def test_refused_with_its_place_while_the_others_are_made(refusal: Refusal) -> None:
    result = edited("a.yaml", refusal.before.encode(), refusal.changes)

    assert [(refused.change, refused.span.line) for refused in result.refused] == [
        (refusal.changes[refusal.which], refusal.line)
    ]
    assert result.data.decode() == refusal.after


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), max_size=12)


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers(-999, 10**6) | st.floats(allow_nan=False) | _TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
        max_leaves=8,
    )
)
def test_any_value_is_read_again_as_it_was_written(value: object) -> None:
    before = b"first: 1 # comment\nlist: [a]\nlast: {b: 1}\n"
    changes = (Set(("new",), value), Set(("last", "c"), value), Set(("first",), value))

    result = edited("a.yaml", before, changes)

    assert not result.refused
    assert spelling.in_flow(value) in result.data.decode()


def test_a_key_that_ends_with_a_question_mark_is_quoted_between_brackets() -> None:
    result = edited("a.yaml", b"last: {b: 1}\n", (Set(("last", "c"), {"0?": None}),))

    assert result.data == b'last: {b: 1, c: {"0?": null}}\n'


def test_what_already_stands_there_changes_nothing() -> None:
    before = b"a:   1\nb: {x:  [1,2]}\n"

    assert edited("a.yaml", before, (Set(("a",), 1), Set(("b",), {"x": [1, 2]}))).data == before


def test_a_file_with_faults_is_left_alone() -> None:
    before = b"a: 1\na: 2\n"

    result = edited("a.yaml", before, (Set(("a",), 3),))

    assert result.data == before
    assert [refused.span.line for refused in result.refused] == [2]


class TestFiles:
    def test_shows_and_writes_all_files(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_bytes(b"x: 1\ny: 2\n")
        (tmp_path / "b.yaml").write_bytes(b"x: 1\n")

        planned = plan(Folder(tmp_path), {"a.yaml": [Set(("y",), 3)], "b.yaml": [Set(("x",), 1)]})

        assert [edit.file for edit in planned.edits] == ["a.yaml"]
        assert difference(planned.edits) == "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,3 +1,3 @@\n x: 1\n-y: 2\n+y: 3\n "
        save(planned.edits)
        assert (tmp_path / "a.yaml").read_bytes() == b"x: 1\ny: 3\n"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]

    def test_writes_none_where_one_has_changed_in_the_meantime(self, tmp_path: Path) -> None:
        for name in ("a.yaml", "b.yaml"):
            (tmp_path / name).write_bytes(b"x: 1\n")
        planned = plan(Folder(tmp_path), {name: [Set(("x",), 2)] for name in ("a.yaml", "b.yaml")})
        (tmp_path / "b.yaml").write_bytes(b"x: 5\n")

        with pytest.raises(UsageError, match="in the meantime"):
            save(planned.edits)

        assert (tmp_path / "a.yaml").read_bytes() == b"x: 1\n"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]
