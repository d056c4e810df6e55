"""The processor's time that each rule takes, within one process that runs `tpaudit check` as users do.

What several rules share is worked out when the first of them asks for it, and counted there.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import sys
from time import process_time

from tpaudit.cli.app import app
from tpaudit.rules import asking
from tpaudit.rules.asking import ConfiguredRule
from tpaudit.rules.context import Context


def measure(folder: str) -> dict[str, float]:
    """Return the seconds by rule's code, and those of the whole process as `whole`."""
    seconds: dict[str, float] = {}
    answers = asking._answers

    def timed(configured: ConfiguredRule, context: Context) -> asking.Answers:
        begin = process_time()
        try:
            return answers(configured, context)
        finally:
            seconds[configured.rule.code] = process_time() - begin

    asking._answers = timed
    gc.disable()  # as the command does
    output = io.TextIOWrapper(io.BytesIO())
    with contextlib.redirect_stdout(output):
        app(["check"])(["check", folder], standalone_mode=False)
    return seconds | {"whole": process_time()}


if __name__ == "__main__":
    json.dump(measure(sys.argv[1]), sys.stdout)
