"""What the real command line answers about a small inventory."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

from tests.cli.running import TODAY, tpaudit

Answer = dict[str, Any]


def schedule(text: str) -> dict[str, Answer]:
    """Return what `schedule` answers about each segment, by id."""
    run = tpaudit("schedule", "--format", "json", "-", stdin=_root(text))
    assert run.code == 0, run.err
    segments: list[Answer] = json.loads(run.out)["segments"]
    for unplaced in (entry for segment in segments for entry in segment["unplaced"]):
        del unplaced["text"]
    return {segment["id"]: segment for segment in segments}


def segment(text: str) -> Answer:
    """Return what `schedule` answers about the only segment."""
    (answer,) = schedule(text).values()
    return answer


def person(text: str) -> Answer:
    """Return what `schedule` answers about the first person of the only segment."""
    found: Answer = segment(text)["stakeholders"][0]
    return found


def days(person: Answer, touchpoint: str) -> list[int]:
    """Return the days on which a person gets a touchpoint."""
    return [contact["day"] for contact in person["contacts"] if contact["touchpoint"] == touchpoint]


def figures(sure: float, mean: float, most: float) -> Answer:
    return {"sure": sure, "mean": mean, "most": most}


def over(person: Answer) -> list[tuple[str, str | None, str, int, float]]:
    """Return each budget that a person's plan exceeds: period, channel, who, how many, and the limit."""
    return [
        (exceeded["period"], exceeded["channel"], exceeded["profile"], exceeded["load"], exceeded["limit"])
        for exceeded in person["exceeded"]
    ]


def findings(text: str, *select: str) -> list[Answer]:
    """Return what `check` finds by these rules."""
    run = tpaudit("check", "--format", "json", *TODAY, "--select", ",".join(select), "-", stdin=_root(text))
    assert run.code in (0, 1), run.err
    found: list[Answer] = json.loads(run.out)["inventories"][0]["findings"]
    return [finding for finding in found if finding["code"] in select]


def _root(text: str) -> bytes:
    return f"tpaudit: 1\nname: Case\n{dedent(text)}".encode()
