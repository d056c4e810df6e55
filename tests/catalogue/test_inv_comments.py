from __future__ import annotations

import pytest

from tests.catalogue.answers import said
from tests.inventories import findings


def lost(line: str) -> list[str]:
    return said(f"touchpoints:\n- id: call\n  name: The call\n  {line}\n", "INV008")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("purpose: Explain the bill, see handbook #12", "#12"),
        ("purpose: Explain the bill #see handbook, page 4", "#see handbook, page 4"),
        ("purpose: Close the ticket # 12 with them", "# 12 with them"),
        ("purpose: #launch", "#launch"),
        ("purpose: Explain the bill\t#12", "#12"),
        ("purpose: Explain the bill\n    in two lines #12", "#12"),
        ("objective: They know the \U0001f600 bill #12", "#12"),
    ],
)
def test_tells_what_is_lost(line: str, text: str) -> None:
    assert lost(line) == [f"{text} is taken for a comment, so that the text before it ends there"]


@pytest.mark.parametrize(
    "line",
    [
        "purpose: Explain the bill  # the new one",
        "purpose: Explain the bill # the new one",
        "purpose: Teach them C#12",
        "purpose: 'Explain the bill #12'",
        "purpose: 'Explain the bill' #12",
        'purpose: "Explain the bill" #12',
        "purpose: Explain the bill  #---",
        "purpose: Explain the bill ##",
        "purpose: |\n    Explain the bill #12\n  #see",
        "purpose: >-\n    Explain\n  #see",
        "tags: [bill] #12",
        "owner: csm #12",
        "#12",
    ],
)
def test_lets_comments_and_whole_texts_be(line: str) -> None:
    assert lost(line) == []


def test_is_told_once_with_the_other_places() -> None:
    text = "\n".join(f"- id: t{number}\n  name: Touchpoint #{number}" for number in range(30))
    (found,) = findings(f"name: Plan #3\nowners:\n- id: csm\n  name: Team #1\ntouchpoints:\n{text}\n", "INV008")
    assert (found.location.span.line, found.message.values["count"], len(found.related)) == (1, 31, 20)
    assert [related.location.span.line for related in found.related[:2]] == [4, 7]
