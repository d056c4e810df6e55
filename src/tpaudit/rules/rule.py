"""What a rule is: a function that is asked about each subject of its scope and yields problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from tpaudit.inventory.registries import Phase, Segment
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.loading.changes import Fix
from tpaudit.messages import Days, Message, Share, Value
from tpaudit.rules.frame import check_fields, check_message, check_rule, place
from tpaudit.rules.grouping import cause_of
from tpaudit.severity import Severity


class Step(StrEnum):
    """The five steps of touchpoint management, which group rules and maturity."""

    DESIGN = "design"
    KPIS = "kpis"
    MEASUREMENT = "measurement"
    ORGANISATION = "organisation"
    MARKETING = "marketing"


class Harm(StrEnum):
    """The harm if nothing is done, the worst first; it orders causes of the same severity."""

    CUSTOMER = "customer"
    """The customers feel it."""
    CHURN = "churn"
    """They may leave."""
    BLIND = "blind"
    """The company does not know."""
    PAPER = "paper"
    """The plan is incomplete on paper."""

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Harm).index(self)


class NotApplicable(Exception):  # noqa: N818  it is an answer, not an error
    """Raised by a rule whose condition the subject does not meet: it neither passes nor fails."""


class SegmentPhase(NamedTuple):
    """A phase in a segment to which it applies."""

    segment: Segment
    phase: Phase

    @property
    def id(self) -> str:
        """Both ids, joined as in fingerprints and outputs."""
        return f"{self.segment.id}/{self.phase.id}"

    def at(self, *path: str | int) -> At:
        """Name the place: the phase if the files declare it, else the segment."""
        return At(Kind.SEGMENT_PHASE, self.id, path)


class File(NamedTuple):
    """A file of the inventory, by its path below the root's folder."""

    id: str

    def at(self, *path: str | int) -> At:
        """Name the file."""
        return At(Kind.FILE, self.id, path)


class Reference(NamedTuple):
    """Another place that belongs to a problem."""

    at: At
    message: Message


class Unit(StrEnum):
    """What a number of a measure counts, and so how readers are shown it."""

    COUNT = "count"
    DAYS = "days"
    MINUTES = "minutes"
    SHARE = "share"
    PERCENT = "percent"
    OVER = "over"
    """What is beyond a limit."""
    SHORT = "short"
    """What is missing to a limit."""
    SHARE_SHORT = "share short"
    DATE = "date"
    """Days since the beginning of the calendar."""
    NEVER = "never"
    """More than any number: what should happen never does."""


Measured = int | Fraction | Days | Share
"""A number of a measure; lengths of time and shares say themselves how they are shown."""

_UNITS: Mapping[type, Unit] = {Days: Unit.DAYS, Share: Unit.SHARE}


def _number(measured: Measured) -> Fraction:
    match measured:
        case Days():
            return Fraction(measured.count)
        case Share():
            return Fraction(measured.part)
        case _:
            return Fraction(measured)


class Problem:
    """What a rule found: where, what (a template whose fields are `values`), and how to fix it.

    `of` distinguishes several problems of one rule at one subject (a segment, period, channel, missing type, rung); it
    enters the fingerprint. `related` names other places that belong to it. `segments` narrows down where it holds.
    `measure` is how bad it is, if that is a quantity: one number or several, the first counting most; higher is worse,
    so a quantity that should be high is negated. `units` says what its numbers count, if the type does not tell.
    `involves` are the touchpoints that contribute to it. `joined` names a value, a tuple: problems of several subjects
    at one place are merged into one, with the values of all of them. `fix` is the edit that fixes it at its place, if
    there is one. `severity` replaces the rule's own. Raise `RuleError` if a message cannot be rendered.
    """

    __slots__ = (
        "at",
        "fix",
        "help",
        "involves",
        "joined",
        "measure",
        "message",
        "of",
        "related",
        "segments",
        "severity",
        "units",
    )

    def __init__(
        self,
        at: At,
        template: str,
        /,
        *,
        help: str,  # noqa: A002  the word that readers of findings know
        of: str = "",
        related: Iterable[Reference] = (),
        segments: tuple[str, ...] = (),
        measure: Measured | tuple[Measured, ...] = (),
        units: Unit | tuple[Unit, ...] = (),
        involves: Iterable[Touchpoint] = (),
        joined: str = "",
        fix: Fix | None = None,
        severity: Severity | None = None,
        **values: Value,
    ) -> None:
        self.at = at
        self.message = Message(template, values)
        self.help = Message(help, values)
        check_message(self.message)
        check_fields(self.help)  # its values are those of the message
        self.of = of
        self.related = tuple(related)
        self.segments = segments
        self.joined = joined
        self.fix = fix
        self.severity = severity
        numbers = measure if isinstance(measure, tuple) else (measure,)
        self.measure = tuple(_number(number) for number in numbers)
        stated = units if isinstance(units, tuple) else (units,)
        self.units = stated or tuple(_UNITS.get(type(number), Unit.COUNT) for number in numbers)
        self.involves = tuple({touchpoint.id: touchpoint for touchpoint in involves}.values())


Check = Callable[..., Iterable[Problem]]
Applies = Callable[..., bool]

SCOPES: Mapping[str, Kind] = {
    "Touchpoint": Kind.TOUCHPOINT,
    "Phase": Kind.PHASE,
    "Segment": Kind.SEGMENT,
    "SegmentPhase": Kind.SEGMENT_PHASE,
    "Owner": Kind.OWNER,
    "Event": Kind.EVENT,
    "Inventory": Kind.INVENTORY,
    "File": Kind.FILE,
}
"""What a rule is asked about, by the type of its first parameter."""

STRUCTURAL = ("INV001", "INV002", "INV003", "INV004", "INV005", "INV006")
"""The rules about faults of the files themselves."""
UNWAIVABLE = (*STRUCTURAL, "GOV001", "GOV002", "GOV003")
"""Rules that can be neither waived, ignored, deselected, lowered nor known from a baseline."""


class Woken(NamedTuple):
    """The optional fields that wake a rule: it sleeps until a tenth of the touchpoints in question have one of them."""

    fields: tuple[str, ...]
    """Each by its path below a touchpoint, such as `support.systems`."""
    of: Callable[[Touchpoint], bool] | None = None
    """Which touchpoints are counted; default: those to which the rule applies."""


class Rule(NamedTuple):
    """A rule of the catalogue; made by the decorator `rule`."""

    code: str
    name: str
    severity: Severity
    step: Step
    scope: Kind
    check: Check
    applies: Applies | None
    takes_context: bool
    """Whether `applies` asks for the context too."""
    harm: Harm
    woken_by: Woken | None = None
    """The fields that wake it; None for rules that are always awake."""
    worse_from: int = 0
    """How much the measure of a known finding must grow to count as worse; 0: by more than a twentieth."""

    @property
    def family(self) -> str:
        """The three letters with which the code begins."""
        return self.code[:3]

    @property
    def cause(self) -> str:
        """The name of the cause to which its findings belong; its own code if they stand alone."""
        return cause_of(self.code)

    @property
    def sentence(self) -> str:
        """What is wrong where it fires, the first sentence of its documentation, on one line."""
        return " ".join((self.check.__doc__ or "").partition("\n\n")[0].split())

    @property
    def place(self) -> str:
        """Where its function stands, as ``file:line``."""
        return place(self.check)

    @property
    def options(self) -> Mapping[str, Any]:
        """The names and defaults of what can be configured: the check's keyword-only parameters."""
        return getattr(self.check, "__kwdefaults__", None) or {}

    @property
    def adjustable(self) -> bool:
        """Whether it may be ignored, lowered, waived or known from a baseline."""
        return self.code not in UNWAIVABLE


def rule(
    code: str,
    severity: Severity,
    *,
    step: Step,
    harm: Harm,
    applies: Applies | None = None,
    woken_by: Woken | None = None,
    worse_from: int = 0,
) -> Callable[[Check], Rule]:
    """Make a function the rule `code`.

    Its name is the rule's name, its first parameter's type the scope, its keyword-only parameters the options, its
    docstring the explanation. `applies` is asked before it, with the subject and, if it takes two parameters, the
    context; if it says no, the rule neither passes nor fails. `woken_by` names the optional fields without which
    the rule sleeps. Raise `RuleError` if the function is not a well-formed rule.
    """

    def register(check: Check) -> Rule:
        check_rule(code, check, applies, SCOPES)
        name = check.__name__.replace("_", "-")
        scope = SCOPES[next(iter(check.__annotations__.values()))]
        takes_context = applies is not None and applies.__code__.co_argcount == 2
        return Rule(code, name, severity, step, scope, check, applies, takes_context, harm, woken_by, worse_from)

    return register
