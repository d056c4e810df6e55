"""The options that several commands share, each written once."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from tpaudit.messages import Language as MessageLanguage

if TYPE_CHECKING:
    from tpaudit.exchange.tables.writing import Dialect

# Typer would list arguments with the types of Python; each command's text says what they are instead.
Paths = Annotated[list[str] | None, Argument(metavar="PATH", hidden=True)]


def rule_words(incomplete: str) -> list[str]:
    """Return the codes and names of rules that begin so, for shells that complete."""
    from tpaudit.registry import RULES

    words = [word for rule in RULES for word in (rule.code, rule.name)]
    return [word for word in words if word.lower().startswith(incomplete.lower())]


Select = Annotated[
    list[str] | None,
    Option(
        metavar="RULES",
        envvar="TPAUDIT_SELECT",
        help="Ask only these rules: codes, names or prefixes; commas between.",
        autocompletion=rule_words,
    ),
]
Ignore = Annotated[
    list[str] | None,
    Option(metavar="RULES", envvar="TPAUDIT_IGNORE", help="Do not ask these rules.", autocompletion=rule_words),
]
Owners = Annotated[
    list[str] | None,
    Option("--owner", metavar="ID", envvar="TPAUDIT_OWNER", help="Only what concerns this owner."),
]
Phases = Annotated[
    list[str] | None,
    Option("--phase", metavar="ID", envvar="TPAUDIT_PHASE", help="Only what concerns this phase."),
]
Segments = Annotated[
    list[str] | None,
    Option("--segment", metavar="ID", envvar="TPAUDIT_SEGMENT", help="Only what concerns this segment."),
]
Today = Annotated[
    str | None,
    Option(metavar="DATE", envvar="TPAUDIT_TODAY", help="The day of the audit, such as 2026-11-22; default: today."),
]
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
Jobs = Annotated[int, Option(metavar="N", min=1, envvar="TPAUDIT_JOBS", help="Audit so many inventories at once.")]
Quiet = Annotated[bool, Option("--quiet", "-q", envvar="TPAUDIT_QUIET", help="Only the findings and the last line.")]


class LanguageName(StrEnum):
    """The languages of findings and reports."""

    EN = "en"
    DE = "de"


def language_of(given: LanguageName | None) -> MessageLanguage:
    """Return the language that the user named, else English."""
    return "de" if given is LanguageName.DE else "en"


class SeparatorName(StrEnum):
    """What parts the cells of CSV."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "tab"


Separator = Annotated[
    SeparatorName | None,
    Option(metavar="CHAR", help="What parts the cells of CSV: a comma, a semicolon or tab; default: ',', German ';'."),
]


def dialect(separator: SeparatorName | None, language: LanguageName | None) -> Dialect:
    """Return how CSV is written: German spreadsheets want a mark, semicolons and decimal commas."""
    from tpaudit.exchange.tables.writing import Dialect

    german = language is LanguageName.DE
    sign = separator.value if separator is not None else ";" if german else ","
    return Dialect("\t" if sign == "tab" else sign, german)


def spelt(chunks: str | Iterable[str], separator: SeparatorName | None, language: LanguageName | None) -> Iterable[str]:
    """Return finished CSV with commas as the options ask for it."""
    chosen = dialect(separator, language)
    if chosen.separator == "," and not chosen.german:
        return (chunks,) if isinstance(chunks, str) else chunks
    from tpaudit.exchange.tables.writing import respelt

    return respelt((chunks,) if isinstance(chunks, str) else chunks, chosen)


class FailOnName(StrEnum):
    """From which severity on a check fails."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


class DiffFailOnName(StrEnum):
    """What makes a comparison fail."""

    NEW = "new"
    WORSE = "worse"
    NEVER = "never"


class SeverityName(StrEnum):
    """Down to which severity findings are shown."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ColorName(StrEnum):
    """When output is coloured."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


Language = Annotated[
    LanguageName | None,
    Option(envvar="TPAUDIT_LANGUAGE", help="The language of the output; default: the root file's, else en."),
]
PlainLanguage = Annotated[
    LanguageName | None, Option(envvar="TPAUDIT_LANGUAGE", help="The language of the output; default: en.")
]
FailOn = Annotated[
    FailOnName | None,
    Option(envvar="TPAUDIT_FAIL_ON", help="Fail from this severity on; default: the root file's, else error."),
]
Color = Annotated[ColorName, Option(envvar="TPAUDIT_COLOR", help="Colour the text.")]


class ListFormat(StrEnum):
    """Formats of the list of rules."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class TextOrJson(StrEnum):
    """Formats of what has no table."""

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
    str | None, Option("--output", "-o", metavar="FILE", help="Write to this file, not to standard output.")
]
