"""The meanings of a field's choices, for editors: by key, then by word."""

from __future__ import annotations

from collections.abc import Mapping

from tpaudit.inventory.words.vocabulary import TYPES, TypeDefaults


def explained(key: str) -> Mapping[str, str]:
    """Return the meanings of a key's choices, empty if the words speak for themselves."""
    return _types() if key == "type" else _CHOICES.get(key, {})


def _types() -> Mapping[str, str]:
    return {word: _type(defaults) for word, defaults in TYPES.items()}


def _type(defaults: TypeDefaults) -> str:
    if defaults.form is None:
        return "None of the others; form by channel, initiation by timing."
    value = {"adds_value": "helps the customer", "commercial": "sells", "necessary": "must be"}[defaults.value or ""]
    words = f"{defaults.form.capitalize()}, {defaults.initiation}, {value}"
    return f"{words}; part of a transaction, so no contact budget counts it." if defaults.transactional else f"{words}."


_FORMS: Mapping[str, str] = {
    "human": "A person talks or writes to the customer.",
    "digital": "A message or page.",
    "physical": "Something on paper or to hold.",
    "product": "The product itself.",
    "administrative": "Paperwork: an invoice, a contract, a notice.",
}

_CHOICES: Mapping[str, Mapping[str, str]] = {
    "status": {
        "idea": "Not decided yet; rules and schedule leave it out.",
        "upcoming": "Decided and in preparation; audited and scheduled.",
        "live": "Happens today.",
        "paused": "Does not happen for now; left out.",
        "retired": "Does not happen any more; left out.",
    },
    "form": _FORMS,
    "medium": _FORMS,
    "initiation": {"proactive": "The company starts it.", "reactive": "The customer starts it."},
    "value": {
        "adds_value": "Helps the customer.",
        "commercial": "Sells.",
        "necessary": "Must be: administrative.",
    },
    "consent": {
        "not_needed": "No consent is needed.",
        "contract": "Needed to fulfil the contract.",
        "legal_obligation": "The law asks for it.",
        "public_task": "A public body's task.",
        "legitimate_interest": "A legitimate interest, weighed and written down.",
        "opt_in": "The customer agreed beforehand.",
    },
    "automation": {
        "manual": "People do it.",
        "assisted": "People do it with a tool's help.",
        "automated": "Nobody does anything.",
    },
    "priority": {
        "critical": "A key touchpoint: the relationship depends on it.",
        "high": "A key touchpoint.",
        "medium": "Ordinary.",
        "low": "Nice to have.",
    },
    "verdict": {
        "works": "Does what it is for.",
        "neutral": "Does no harm and little good.",
        "broken": "Does not do what it is for.",
        "annoying": "Customers would rather not have it.",
        "unknown": "Nobody has asked.",
    },
    "evidence": {
        "survey": "Customers were asked.",
        "metric": "It was measured.",
        "interview": "Customers or colleagues were interviewed.",
        "assumption": "The team believes so.",
    },
    "action": {
        "keep": "Leave it as it is.",
        "improve": "Change it.",
        "merge": "Join it with another: say which under into.",
        "cut": "Stop it.",
        "add": "Begin it.",
    },
    "touch_model": {
        "high_touch": "A person of their own for each customer.",
        "mid_touch": "People, shared between customers.",
        "low_touch": "Mostly automatic, people at key moments.",
        "tech_touch": "Automatic.",
    },
    "stage": {
        "before_purchase": "Until they decide.",
        "during_purchase": "From the decision to the contract or order.",
        "after_purchase": "As a customer.",
    },
    "scope": {
        "post_sale": "The built-in phases after the purchase.",
        "full": "All built-in phases, from awareness on.",
        "own": "No built-in phases, only those declared.",
    },
    "personalization": {
        "none": "The same for everybody.",
        "segment": "By segment.",
        "account": "By customer.",
        "role": "By role.",
        "individual": "By person.",
    },
    "direction": {"higher_is_better": "More is better.", "lower_is_better": "Less is better."},
    "means": {
        "contact": "The touchpoint happened.",
        "outcome": "What came of it, such as a click or a reply; measured, not counted.",
        "answer": "The answer that ends a wait.",
    },
    "started_by": {"customer": "The customer does it.", "company": "The company or its product does it."},
    "context": {"online": "On the internet or in an app.", "offline": "Elsewhere: on the phone, on paper, in person."},
}
