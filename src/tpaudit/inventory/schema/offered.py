"""Where editors offer rules: in `select` and `ignore`, waivers, severities and options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Schema = dict[str, Any]

_RULE = r"^[^,\s](?:[^,]*[^,\s])?$"


class RuleWords(NamedTuple):
    """What a schema says about a rule."""

    code: str
    name: str
    summary: str
    options: Mapping[str, Any]
    """The options' defaults, as in files."""


def offer_rules(definitions: dict[str, Schema], rules: Sequence[RuleWords]) -> None:
    """Write the rules into the definitions of the settings and waivers."""
    settings = definitions["Settings"]["properties"]
    words = list(dict.fromkeys(word for rule in rules for word in (rule.code[:3], rule.code, rule.name)))
    for key in ("select", "ignore"):
        for option in settings[key].get("anyOf", [settings[key]]):
            item = option.get("items", option)
            if item.get("type") == "string" and "not" not in item:
                item |= {
                    "pattern": _RULE,
                    "patternErrorMessage": "Write a code, a name or a family of rules; several as a list.",
                    **({"examples": words} if words else {}),
                }
    if not rules:
        return
    severities, options = _table(settings["severity"]), _table(settings["options"])
    severities["properties"] = {
        word: {"description": rule.summary, **severities["additionalProperties"]}
        for rule in rules
        for word in (rule.code, rule.name)
    }
    options["properties"] = {
        word: {
            "description": rule.summary,
            "type": "object",
            "properties": {name: {"default": default} for name, default in rule.options.items()},
            "patternProperties": options["patternProperties"],
            "additionalProperties": False,
        }
        for rule in rules
        if rule.options
        for word in (rule.code, rule.name)
    }
    for name in ("Waiver", "RootWaiver"):
        definitions[name]["properties"]["rule"]["examples"] = [
            word for rule in rules for word in (rule.code, rule.name)
        ]


def _table(schema: Schema) -> Schema:
    found: Schema = next(option for option in schema.get("anyOf", [schema]) if option.get("type") == "object")
    return found
