"""The rules that an inventory asks, with their severities and options: its settings checked against the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from tpaudit.inventory.building.references import SUGGESTIONS
from tpaudit.loading.faults import Fault
from tpaudit.loading.places import Path, Place, span_of
from tpaudit.messages import Message, say
from tpaudit.registry import BY_CODE, BY_NAME, FAMILIES, RULES, find
from tpaudit.rules.asking import ConfiguredRule
from tpaudit.rules.rule import Rule
from tpaudit.settings import Settings
from tpaudit.severity import Severity

if TYPE_CHECKING:
    from tpaudit.inventory.words.wording import Words


class SettingFault(NamedTuple):
    """A setting that names no rule or option, or has an impossible value; its path below `audit`."""

    path: Path
    message: Message
    help: Message
    item: str = ""
    """The list item at the path's end: its text identifies the fault, its number does not."""


OWN_REQUIREMENTS = "REQ001"
"""The rule of the team's own requirements; `select` and `ignore` may name a single requirement."""

REMEDY = say("Remove the entry and fix what the rule finds.")


def known_words() -> tuple[str, ...]:
    """Return everything that names rules: codes, names and the families' prefixes."""
    return (*FAMILIES, *(rule.code for rule in RULES), *BY_NAME)


def matches(word: str, rule: Rule) -> int:
    """Return how specifically a word names the rule: the length of the matching prefix, 0 if there is none."""
    upper = word.upper()
    if word.lower() == rule.name or upper == rule.code:
        return 100
    return len(upper) if rule.code.startswith(upper) and len(upper) >= len(rule.family) else 0


_PREFIXES = frozenset(rule.code[:length] for rule in RULES for length in range(len(rule.family), len(rule.code) + 1))


def names_rules(word: str) -> bool:
    """Whether the word names any rule."""
    return word.upper() in _PREFIXES or word.lower() in BY_NAME


def selected(rule: Rule, select: Iterable[str], ignore: Iterable[str]) -> bool:
    """Whether a rule is enabled: the more specific entry wins, and ignore between equals."""
    if not rule.adjustable:
        return True
    words = tuple(select)
    chosen = max((matches(word, rule) for word in words), default=0)
    refused = max((matches(word, rule) for word in ignore), default=0)
    if words and not chosen:
        return False
    return not refused or chosen > refused


def configured_rules(
    settings: Settings, select: Iterable[str] | None = None, ignore: Iterable[str] | None = None
) -> tuple[tuple[ConfiguredRule, ...], tuple[SettingFault, ...]]:
    """Return the rules to ask and what is wrong with the settings.

    `select` replaces `select` and `ignore` of the settings, `ignore` only the latter: rules named are wanted.
    """
    faults: list[SettingFault] = unadjustable("ignore", settings.ignore)
    own = {required.name for required in settings.require}
    unknown = [
        *(found for found in _unknown_words("select", settings.select) if found[1] not in own),
        *(found for found in _unknown_words("ignore", settings.ignore) if found[1] not in own),
        *_unknown_keys("severity", settings.severity),
        *_unknown_keys("options", settings.options),
    ]
    faults += (_unknown_rule(path, word, suggest=number < SUGGESTIONS) for number, (path, word) in enumerate(unknown))
    severities = dict(_by_rule(settings.severity))
    configured = {code: _configured(BY_CODE[code], options, faults) for code, options in _by_rule(settings.options)}
    result = []
    wanted = overridden(settings, select, ignore)
    words = _telling(OWN_REQUIREMENTS if word in own else word for word in wanted.select)
    unwanted = _telling(word for word in wanted.ignore if word not in own)
    for rule in RULES:
        level = severities.get(rule.code)
        if rule.adjustable and level == "off":
            continue
        if not selected(rule, words, unwanted):
            continue
        severity = Severity(level) if level and level != "off" and rule.adjustable else rule.severity
        named = any(matches(word, rule) for word in words)
        result.append(ConfiguredRule(rule, severity, configured.get(rule.code, rule.options), named))
    for rule in RULES:
        if rule.code in severities and not rule.adjustable:
            faults.append(
                SettingFault(
                    ("severity", rule.code),
                    say("the severity of {rule} cannot be changed", rule=rule.code),
                    REMEDY,
                )
            )
    return tuple(result), tuple(faults)


def overridden(settings: Settings, select: Iterable[str] | None, ignore: Iterable[str] | None) -> Settings:
    """Return the settings with what the command line selects and ignores: `select` replaces both, `ignore` itself."""
    update: dict[str, tuple[str, ...]] = {}
    if select is not None:
        update = {"select": tuple(select), "ignore": ()}
    if ignore is not None:
        update["ignore"] = tuple(ignore)
    return settings.model_copy(update=update) if update else settings


def _telling(words: Iterable[str]) -> tuple[str, ...]:
    """Return each word that names rules once; if none does, keep one, so that the selection does not become empty."""
    all_words = tuple(words)
    return tuple(dict.fromkeys(word for word in all_words if names_rules(word))) or all_words[:1]


def _unknown_words(key: str, words: Iterable[str]) -> Iterator[tuple[Path, str]]:
    return (((key, index), word) for index, word in enumerate(words) if not names_rules(word))


def _unknown_keys(key: str, table: Iterable[str]) -> Iterator[tuple[Path, str]]:
    return (((key, word), word) for word in table if find(word) is None)


def unadjustable(key: str, words: Iterable[str]) -> list[SettingFault]:
    """Return a fault for each word that names a single rule that is always enabled."""
    named = ((index, word, find(word)) for index, word in enumerate(words))
    return [
        SettingFault((key, index), say("{rule} cannot be ignored", rule=rule.code), REMEDY, item=word)
        for index, word, rule in named
        if rule is not None and not rule.adjustable
    ]


def nearest_rule(word: str, candidates: Collection[str]) -> str:
    """Return the code, name or prefix most like the word, ignoring case; empty if none is similar."""
    from tpaudit.inventory.words.choices import nearest  # most settings are sound

    return nearest(word.lower(), candidates) or nearest(word.upper(), candidates)


def unknown_rule(word: str, *, suggest: bool = True) -> Words:
    """Return the message that there is no such rule and, with `suggest`, which one may be meant."""
    return say("there is no rule {given}", given=word), _instead(word) if suggest else ALL_RULES


ALL_RULES = say("tpaudit rules lists them all.")
_NAMED = 6
"""How many rules are offered for a word in their names."""


def _instead(word: str) -> Message:
    """Return what may be meant: the rules whose names contain the word, else the name or code most like it."""
    within = [rule for rule in RULES if word.lower() in rule.name.split("-")]
    if within:
        rules = tuple(say("{code} {name}", code=rule.code, name=rule.name) for rule in within[:_NAMED])
        return say("Did you mean one of these? {rules}", rules=rules)
    similar = nearest_rule(word, known_words())
    return say("Did you mean {similar}?", similar=similar) if similar else ALL_RULES


def _unknown_rule(path: Path, word: str, *, suggest: bool) -> SettingFault:
    return SettingFault(path, *unknown_rule(word, suggest=suggest), item=word)


def _by_rule(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((rule.code, value) for word, value in table.items() if (rule := find(word)) is not None)


def _configured(rule: Rule, values: Mapping[str, Any], faults: list[SettingFault]) -> Mapping[str, Any]:
    """Return the rule's options with these values in their place, each validated by its annotation."""
    options = dict(rule.options)
    for name, value in values.items():
        path: Path = ("options", rule.code, name)
        if name not in options:
            from tpaudit.inventory.words.choices import nearest

            similar = nearest(name, options)
            message = say("{rule} has no option {given}", rule=rule.code, given=name)
            help_ = (
                say("Did you mean {similar}?", similar=similar)
                if similar
                else say("Its options: {options}.", options=", ".join(options) or "-")
            )
            faults.append(SettingFault(path, message, help_))
            continue
        try:
            checked = validator(rule, name)(value)
        except ValueError:
            from tpaudit.inventory.words.wording import described

            faults.append(
                SettingFault(
                    path,
                    say("the option {name} of {rule} cannot be {found}", name=name, rule=rule.code,
                        found=described(value)),
                    say("Write a value like the default; tpaudit explain {rule} shows it.", rule=rule.code),
                )
            )  # fmt: skip
            continue
        default = options[name]
        options[name] = {**default, **checked} if isinstance(default, Mapping) else checked
    return options


def validator(rule: Rule, option: str) -> Callable[[Any], Any]:
    """Return the function that turns a file's value into the option's, or raises ValueError."""
    from typing import get_type_hints

    from pydantic import TypeAdapter

    adapter: TypeAdapter[Any] = TypeAdapter(_strict(get_type_hints(rule.check)[option]))
    return adapter.validate_python


def _strict(hint: Any) -> Any:
    """Return an option's type as files state it: exact numbers, no text for a number, lists for tuples."""
    from typing import Annotated

    from pydantic import Field, Strict

    from tpaudit.fields import Many, Proportion

    origin, arguments = getattr(hint, "__origin__", None), getattr(hint, "__args__", ())
    if origin is tuple:
        return Annotated[tuple[_strict(arguments[0]), ...], Many]  # type: ignore[misc]
    if origin is Mapping:
        return Mapping[str, _strict(arguments[1])]  # type: ignore[misc]
    if hint is Fraction:
        return Proportion  # a number that is neither a count nor a duration is a share
    if hint is int:
        return Annotated[int, Strict(), Field(ge=0, le=1_000_000)]
    return Annotated[str, Strict()] if hint is str else hint


def as_faults(settings_faults: Iterable[SettingFault], file: str, place: Place) -> tuple[Fault, ...]:
    """Return the settings' faults as findings-to-be of the root file."""
    return tuple(
        Fault(
            "INV003",
            file,
            span_of(place, _as_written(place, ("audit", *fault.path))),
            fault.message,
            fault.help,
            ("file", file),
            tuple(str(step) for step in ("audit", *fault.path[:-1], fault.item or fault.path[-1])),
            key=fault.item or str(fault.path[-1]),
        )
        for fault in settings_faults
    )


def _as_written(place: Place, path: Path) -> Path:
    """Return the path with the rule spelled as in the file, by code or by name."""
    written: list[str | int] = []
    for step in path:
        keys = place.keys or {}
        rule = find(step) if isinstance(step, str) else None
        spelled = step if rule is None else next((key for key in keys if find(key) is rule), step)
        written.append(spelled)
        inside = place.inside
        place = inside.get(str(spelled), place) if isinstance(inside, Mapping) else place
    return tuple(written)
