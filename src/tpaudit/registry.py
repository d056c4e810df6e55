"""All rules, in the catalogue's order."""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from tpaudit import catalogue
from tpaudit.rules.frame import RuleError
from tpaudit.rules.rule import Rule

MODULES = tuple(module.name for module in iter_modules(catalogue.__path__))

FAMILIES: Mapping[str, str] = {
    "INV": "The inventory itself",
    "PUR": "Purpose",
    "OWN": "Ownership",
    "CHN": "Channels",
    "TIM": "Timing",
    "PHS": "Phases, coverage and gaps",
    "PRS": "Contact pressure and silence",
    "CAT": "Categories",
    "CNT": "Content",
    "MET": "Metrics",
    "EXP": "Experience",
    "PRI": "Priority",
    "ORG": "Organisation",
    "FBK": "Feedback",
    "STK": "Stakeholders",
    "TEL": "Telephony",
    "GOV": "Governance",
    "OBS": "What really happens",
    "REQ": "The team's own requirements",
}


def _rules() -> tuple[Rule, ...]:
    found = [rule for module in MODULES for rule in _rules_of(module)]
    for rule in found:
        if rule.family not in FAMILIES:
            raise RuleError(f"{rule.place}: {rule.code}: there is no family {rule.family}; add it to registry.FAMILIES")
    order = {family: place for place, family in enumerate(FAMILIES)}
    return tuple(sorted(found, key=lambda rule: (order[rule.family], rule.code)))


def _rules_of(module: str) -> tuple[Rule, ...]:
    name = f"tpaudit.catalogue.{module}"
    found = tuple(value for value in vars(import_module(name)).values() if isinstance(value, Rule))
    if not found:
        raise RuleError(f"{name} holds no rule; move it out of the catalogue")
    return found


RULES: tuple[Rule, ...] = _rules()
BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}
BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in RULES}


def find(word: str) -> Rule | None:
    """Return the rule with this code or name, in any capitalisation."""
    return BY_CODE.get(word.upper()) or BY_NAME.get(word.lower())


def _travelling(rule: Rule) -> tuple[object, tuple[str]]:
    return find, (rule.code,)


# Rules are pickled by code; their checks cannot be, since the checks' names now mean the rules.
copyreg.pickle(Rule, _travelling)  # type: ignore[arg-type]
