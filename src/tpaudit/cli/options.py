"""The options that several commands share, each written once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from tpaudit import messages, severity
from tpaudit.cli.day import day, today

if TYPE_CHECKING:
    from tpaudit.exchange.tables.writing import Dialect

# Typer would list arguments with their Python types; the commands' texts describe them instead.
Paths = Annotated[list[str] | None, Argument(metavar="PATH", hidden=True)]


def words(given: Sequence[str] | None) -> list[str]:
    """Return the words of a repeatable option, which commas separate too."""
    return [word for text in given or () for part in text.split(",") if (word := part.strip())]


def rules(given: Sequence[str] | None) -> list[str] | None:
    """Return the words that name rules, or perhaps a requirement of an inventory's own."""
    return None if given is None else words(given)


def ignored(given: Sequence[str] | None) -> list[str] | None:
    """Return the words that name rules; raise UsageError if one names a rule that is always enabled."""
    named = rules(given)
    if named:
        from tpaudit.loading.usage import UsageError
        from tpaudit.selection import unadjustable

        for fault in unadjustable("ignore", named):
            raise UsageError(fault.message, fault.help)
    return named


def rule_words(incomplete: str) -> list[str]:
    """Return the codes and names of rules that begin with a text, for shell completion."""
    from tpaudit.registry import RULES

    words = [word for rule in RULES for word in (rule.code, rule.name)]
    return [word for word in words if word.lower().startswith(incomplete.lower())]


Select = Annotated[
    list[str] | None,
    Option(
        metavar="RULES",
        envvar="TPAUDIT_SELECT",
        help="Ask only these rules: codes, names or prefixes, commas between; the root's select and ignore rest.",
        autocompletion=rule_words,
        callback=rules,
    ),
]
Ignore = Annotated[
    list[str] | None,
    Option(
        metavar="RULES",
        envvar="TPAUDIT_IGNORE",
        help="Do not ask these rules, instead of those that the root file ignores.",
        autocompletion=rule_words,
        callback=ignored,
    ),
]
Owners = Annotated[
    list[str] | None,
    Option("--owner", metavar="ID", envvar="TPAUDIT_OWNER", help="Only what concerns this owner.", callback=words),
]
Phases = Annotated[
    list[str] | None,
    Option("--phase", metavar="ID", envvar="TPAUDIT_PHASE", help="Only what concerns this phase.", callback=words),
]
Segments = Annotated[
    list[str] | None,
    Option(
        "--segment", metavar="ID", envvar="TPAUDIT_SEGMENT", help="Only what concerns this segment.", callback=words
    ),
]
Channels = Annotated[
    list[str] | None,
    Option("--channel", metavar="ID", help="Only touchpoints in this channel.", callback=words),
]
Statuses = Annotated[
    list[str] | None,
    Option("--status", metavar="STATUS", help="Only touchpoints of this status.", callback=words),
]
Tags = Annotated[
    list[str] | None, Option("--tag", metavar="TAG", help="Only touchpoints with this tag.", callback=words)
]
Today = Annotated[
    date,
    Option(
        metavar="DATE",
        envvar="TPAUDIT_TODAY",
        help="The day of the audit, such as 2026-11-22; default: today.",
        parser=day,
        default_factory=today,
        show_default=False,
    ),
]
"""An option with a computed default, which is why a command's parameter of this type has none."""
Since = Annotated[
    str | None,
    Option(
        metavar="REV",
        envvar="TPAUDIT_SINCE",
        help="Compare with this git revision; only new findings fail. A...: with where A and HEAD parted.",
    ),
]
BaselineFile = Annotated[
    str | None,
    Option(
        "--baseline",
        metavar="FILE",
        envvar="TPAUDIT_BASELINE",
        help="Known debt; default: tpaudit.baseline.json beside the root.",
    ),
]
NoBaseline = Annotated[bool, Option("--no-baseline", envvar="TPAUDIT_NO_BASELINE", help="Show known debt as well.")]
NoWaivers = Annotated[bool, Option("--no-waivers", envvar="TPAUDIT_NO_WAIVERS", help="Let waived findings count.")]
StdinFilename = Annotated[
    str | None,
    Option(metavar="FILE", envvar="TPAUDIT_STDIN_FILENAME", help="The name of what comes from standard input."),
]
Links = Annotated[
    str | None,
    Option(
        "--links",
        metavar="TEMPLATE",
        envvar="TPAUDIT_LINKS",
        help="Make places links, such as https://github.com/team/plan/blob/{commit}/{path}#L{line}.",
    ),
]
Jobs = Annotated[int, Option(metavar="N", min=1, envvar="TPAUDIT_JOBS", help="How many inventories to audit at once.")]
Quiet = Annotated[bool, Option("--quiet", "-q", envvar="TPAUDIT_QUIET", help="Only the findings and the last line.")]


class SeparatorName(StrEnum):
    """The separators of CSV."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "tab"


Separator = Annotated[
    SeparatorName | None,
    Option(metavar="CHAR", help="What parts the cells of CSV: a comma, a semicolon or tab; default: ',', German ';'."),
]


def dialect(separator: SeparatorName | None, language: messages.Language | None) -> Dialect:
    """Return the CSV dialect: German spreadsheets need a byte order mark, semicolons and decimal commas."""
    from tpaudit.exchange.tables.writing import Dialect

    german = language == "de"
    sign = separator.value if separator is not None else ";" if german else ","
    return Dialect("\t" if sign == "tab" else sign, german)


def spelt(
    chunks: str | Iterable[str], separator: SeparatorName | None, language: messages.Language | None
) -> Iterable[str]:
    """Return finished CSV, converted from commas to the dialect of the options."""
    chosen = dialect(separator, language)
    if chosen.separator == "," and not chosen.german:
        return (chunks,) if isinstance(chunks, str) else chunks
    from tpaudit.exchange.tables.writing import respelt

    return respelt((chunks,) if isinstance(chunks, str) else chunks, chosen)


class DiffFailOnName(StrEnum):
    """What makes a comparison fail."""

    NEW = "new"
    WORSE = "worse"
    NEVER = "never"


class ColorName(StrEnum):
    """When output is coloured."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


Language = Annotated[
    messages.Language | None,
    Option(envvar="TPAUDIT_LANGUAGE", help="The language of the output; default: the root file's, else en."),
]
PlainLanguage = Annotated[
    messages.Language | None, Option(envvar="TPAUDIT_LANGUAGE", help="The language of the output; default: en.")
]
FailOn = Annotated[
    severity.FailOn | None,
    Option(envvar="TPAUDIT_FAIL_ON", help="Fail from this severity on; default: the root file's, else error."),
]
Color = Annotated[ColorName, Option(envvar="TPAUDIT_COLOR", help="Colour the text.")]


class ListFormat(StrEnum):
    """Formats of the list of rules."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class TextOrJson(StrEnum):
    """Formats of output without a table."""

    TEXT = "text"
    JSON = "json"


class TableFormat(StrEnum):
    """Formats of tables."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class ScheduleFormat(StrEnum):
    """Formats of the schedule."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    ICS = "ics"


class DiffFormat(StrEnum):
    """Formats of a comparison."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class ReportFormat(StrEnum):
    """Formats of the report."""

    HTML = "html"
    MARKDOWN = "markdown"


Output = Annotated[
    str | None,
    Option("--output", "-o", metavar="[FORMAT=]FILE", help="Write to this file, not to standard output."),
]
