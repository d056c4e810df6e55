"""Where the outputs of check go: standard output, files, and the summary page of a workflow run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from tpaudit.cli.terminal import encoded
from tpaudit.findings.result import Audit
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say
from tpaudit.outputs.check.formats import FORMATS, written
from tpaudit.outputs.check.options import Options
from tpaudit.writing import write_atomically

STEP_SUMMARY_BYTES = 1024 * 1024
"""GitHub's limit for the summary of one step; it shows nothing beyond that."""


SPEAKING = ("text", "concise", "github", "markdown")
"""The formats that include the closing line."""


def named(form: str) -> str:
    """Return the name of an existing format."""
    if form not in FORMATS:
        from tpaudit.inventory.words.choices import nearest

        similar = nearest(form, FORMATS)
        raise UsageError(
            say("there is no format {given}", given=form),
            say("Did you mean {similar}?", similar=similar)
            if similar
            else say("The formats: {formats}.", formats=", ".join(FORMATS)),
        )
    return form


def files(given: Sequence[str], form: str) -> tuple[tuple[str, Path], ...]:
    """Return the formats and files of `--output [FORMAT=]FILE`; FORMAT defaults to the run's format, `form`."""
    pairs = []
    for text in given:
        name, equals, file = text.partition("=")
        name, file = (named(name), file) if equals and name else (form, text)
        if not file or file.startswith("=") or text in FORMATS:
            raise UsageError(
                say("--output {given} names no file", given=text),
                say("Write it as --output audit.txt or --output sarif=audit.sarif."),
            )
        if file == "-" and equals:
            raise UsageError(
                say("--output {given} names no file", given=text),
                say("What goes to standard output is named with --format."),
            )
        if file != "-":
            pairs.append((name, Path(file)))
    return tuple(pairs)


def takes_all(given: Sequence[str]) -> bool:
    """Whether the run's own format goes to a file, so that standard output gets nothing."""
    return any("=" not in text and text != "-" for text in given)


def deliver(audit: Audit, form: str, outputs: Sequence[tuple[str, Path]], look: Options) -> Iterator[str]:
    """Write the further formats to their files, each atomically, and return what standard output gets."""
    plain = look._replace(width=None, color=False)
    for name, path in outputs:
        write_atomically(path, encoded(written(name, audit, plain)))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and "github" in (form, *(name for name, _ in outputs)):
        _append_summary(Path(summary), audit, plain)
    return written(form, audit, look)


def closing(audit: Audit, form: str) -> str:
    """Return the closing lines of a run, for formats that do not include them."""
    from tpaudit.outputs.check.closing import closing_lines

    return "" if form in SPEAKING else "\n".join(closing_lines(audit))


def _append_summary(path: Path, audit: Audit, look: Options) -> None:
    """Append the summary to the runner's file for the step, if there is room for it."""
    from tpaudit.outputs.check.markdown import step_summary

    try:
        with path.open("ab") as file:
            data = b"".join(encoded((step_summary(audit, look),)))
            if file.tell() + len(data) < STEP_SUMMARY_BYTES:
                file.write(data)
    except OSError as error:
        raise UsageError(
            say("{path} cannot be written: {why}", path=str(path), why=error.strerror or str(error)),
            say("Correct GITHUB_STEP_SUMMARY, or unset it."),
        ) from None
