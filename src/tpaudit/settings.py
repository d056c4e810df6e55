"""The audit's settings, each default written once; what names rules is checked by rules/, which knows them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from tpaudit.fields import ByWord, Entry, Many, OneOrMany, Texts
from tpaudit.requirements import Requirement
from tpaudit.severity import FailOn


class Settings(Entry):
    """Settings of the audit: `audit` in the root file."""

    fail_on: FailOn = "error"
    """From which severity on `tpaudit check` fails."""
    select: Annotated[Texts, OneOrMany] = ()
    """Codes, names or family prefixes of the rules to ask; empty: all."""
    ignore: Annotated[Texts, OneOrMany] = ()
    """Codes, names or family prefixes of the rules not to ask."""
    severity: Annotated[Mapping[str, Literal["error", "warning", "info", "off"]], ByWord] = Field(default_factory=dict)
    """Another severity, by code or name: error, warning, info or off."""
    options: Annotated[Mapping[str, Annotated[Mapping[str, Any], ByWord]], ByWord] = Field(default_factory=dict)
    """Thresholds, by code or name of the rule."""
    require: Annotated[tuple[Requirement, ...], Many] = ()
    """What the team asks beyond the catalogue."""
    show: Literal["error", "warning", "info"] | None = None
    """Down to which severity findings are shown, in every format; left out: warning where people read, else info."""
    expand: bool = False
    """Show every finding with its source line, instead of causes."""
    statistics: bool = False
    """Add counts by rule, family and maturity step."""
    suppressed: bool = False
    """In SARIF, keep what is waived or known from the baseline, marked as suppressed."""
    links: str | None = None
    """What a link to a line looks like, such as https://github.com/team/plan/blob/{commit}/{path}#L{line}."""
    language: Literal["en", "de"] = "en"
    """The language of findings and reports."""
