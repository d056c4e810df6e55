from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpaudit.outputs import streaming
from tpaudit.outputs.streaming import json_chunks

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def lazy(value: Any) -> object:
    """Return the value with an iterator for each list that is marked so, by ``None`` as its first item."""
    if isinstance(value, list):
        return iter(value[1:]) if value[:1] == [None] else [lazy(item) for item in value]
    return {key: lazy(item) for key, item in value.items()} if isinstance(value, dict) else value


def eager(value: Any) -> object:
    if isinstance(value, list):
        return value[1:] if value[:1] == [None] else [eager(item) for item in value]
    return {key: eager(item) for key, item in value.items()} if isinstance(value, dict) else value


@given(PLAIN)
def test_chunks_make_the_document_that_the_whole_would(value: object) -> None:
    expected = json.dumps(eager(value), ensure_ascii=False, indent=2)
    assert json.loads("".join(json_chunks(lazy(value)))) == json.loads(expected)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streaming, "json_document", str)
        assert "".join(json_chunks(lazy(value))) == f"{expected}\n"


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1001])
def test_long_lists_go_on_across_batches(count: int) -> None:
    items = [{"n": number, "##[x]": ["a\nb"]} for number in range(count)]
    written = "".join(json_chunks({"runs": [{"results": iter(items), "last": 1}]}))
    assert json.loads(written) == {"runs": [{"results": items, "last": 1}]}
    assert "##[" not in written
    assert written.replace(r"\u0023", "#") == f"{json.dumps(json.loads(written), indent=2)}\n"


def test_what_is_written_is_never_whole_in_memory() -> None:
    def items() -> Iterator[object]:
        for number in range(30_000):
            yield {"message": "x" * 100, "number": number}

    tracemalloc.start()
    length = sum(len(chunk) for chunk in json_chunks({"results": items()}))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert length > 4_000_000
    assert peak < 1_000_000
