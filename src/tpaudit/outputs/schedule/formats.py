"""The outputs of `tpaudit schedule`, by format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tpaudit.inventory.inventory import Inventory
from tpaudit.messages import Language
from tpaudit.observed.observation import Observation
from tpaudit.outputs.schedule import csv as schedule_csv
from tpaudit.outputs.schedule import diary as schedule_diary
from tpaudit.outputs.schedule import json as schedule_json
from tpaudit.outputs.schedule import text as schedule_text
from tpaudit.schedule.plan import Schedule


def output(
    form: str,
    plans: Sequence[tuple[Inventory, Schedule]],
    segment: str | None,
    diary: schedule_diary.DiaryRequest | None,
    language: Language,
    width: int | None,
    color: bool,  # noqa: FBT001
    observed: Sequence[Observation | None] = (),
) -> Iterator[str]:
    """Yield the schedules as text, csv or json; `diary` is a text of its own, which the other formats include anyway.

    `observed`: what really happened, for each of the plans.
    """
    match form:
        case "json":
            return schedule_json.chunks(plans, segment, language)
        case "csv":
            return schedule_csv.chunks(plans, segment)
        case _ if diary is not None:
            return iter((schedule_diary.document(plans, segment, diary, language, width, color=color),))
        case _:
            return iter((schedule_text.document(plans, segment, language, width, color=color, observed=observed),))
