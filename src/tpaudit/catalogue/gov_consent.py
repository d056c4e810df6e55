"""GOV: whether customers agreed to what sells, and what holds it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.severity import Severity


def sells(touchpoint: Touchpoint) -> bool:
    """Whether it sells."""
    return touchpoint.value == "commercial"


SELLING = (
    "sell",
    "voucher",
    "coupon",
    "discount",
    "% off",
    "price drop",
    "special offer",
    "win back",
    "bring back",
    "upsell",
    "cross-sell",
    "verkauf",
    "gutschein",
    "rabatt",
    "sonderangebot",
    "zurückgewinnen",
    "zurückholen",
)
"""What people write who sell, whatever the type says."""

TALKING = ("negotiation", "proposal", "demo", "whitespace_review", "inquiry", "consultation")
"""Types of talks in which a customer already takes part."""


def is_sent_to_a_person(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether the company starts it, in a channel that reaches one known person."""
    return touchpoint.initiation != "reactive" and audit.is_addressed(touchpoint)


def keeps_selling(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether a machine sells again and again, or whenever an event happens."""
    return (
        sells(touchpoint)
        and touchpoint.initiation == "proactive"
        and touchpoint.automation == "automated"
        and audit.comes_back(touchpoint)
    )


@rule("GOV006", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.CUSTOMER, applies=is_sent_to_a_person)
def missing_consent(touchpoint: Touchpoint, audit: Context, *, selling: tuple[str, ...] = SELLING) -> Iterator[Problem]:
    """A person gets advertising, and nobody says on what ground.

    Why: Who sells to a known person needs their consent or another legal ground. Without one written down nobody can
    answer the customer who asks why they get it. A voucher for a birthday sells too, whatever its type.

    Bad:
        touchpoints:
          - id: spring-offer  # <- GOV006
            name: Spring offer
            type: campaign
            channel: email

    Good:
        touchpoints:
          - id: spring-offer
            name: Spring offer
            type: campaign
            channel: email
            consent: opt_in
    """
    if not (sells(touchpoint) or _speaks_of_selling(touchpoint, selling)) or _is_part_of_a_talk(touchpoint, audit):
        raise NotApplicable
    channels = audit.inventory.channel
    missing = tuple(
        dict.fromkeys(
            route.id
            for version in audit.versions(touchpoint)
            for route in version.routes
            if channels[route.id].addressed and version.consent_in(route) is None
        )
    )
    if missing:
        yield Problem(
            touchpoint.at("id"),
            "{name} sells to known persons by {channels}, and no ground for contacting them is given",
            name=touchpoint.name,
            measure=len(missing),
            channels=tuple(channels[channel].name for channel in missing),
            help="Set `consent`: `opt_in`, `legitimate_interest`, `contract` or `not_needed`, after asking whoever "
            "knows the law for your customers.",
        )


def _speaks_of_selling(touchpoint: Touchpoint, selling: tuple[str, ...]) -> bool:
    """Whether its name or purpose says that it sells, though its type does not."""
    if touchpoint.value == "necessary" or touchpoint.transactional:
        return False
    text = f" {touchpoint.name} {touchpoint.purpose or ''}".casefold()
    return bool(_any_of(selling).search(text))


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds each of the words where it begins a word; nothing if there are none."""
    found = "|".join(re.escape(word.casefold()) for word in words)
    return re.compile(rf"(?<![^\W\d_])(?<!-)(?:{found})" if words else r"(?!)")


def _is_part_of_a_talk(touchpoint: Touchpoint, audit: Context) -> bool:
    """Whether it belongs to a talk in which the customer takes part already."""
    if touchpoint.type in ("negotiation", "proposal"):
        return True
    by_id = audit.inventory.touchpoint
    anchors = (by_id.get(timing.anchor or "") for timing in touchpoint.timing)
    before = (*anchors, *audit.led_from.get(touchpoint.id, ()))
    return any(earlier is not None and earlier.type in TALKING for earlier in before)


@rule("GOV007", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.CUSTOMER, applies=keeps_selling)
def missing_suppression(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """An automated offer goes on, whatever has happened to the customer in the meantime.

    Why: The customer has already bought, waits for an answer to a complaint, or negotiates the renewal, and then the
    offer arrives. It tells them that the company does not know them.

    Bad:
        touchpoints:
          - id: upgrade-offer  # <- GOV007
            name: Upgrade offer
            type: upgrade_prompt
            automation: automated
            timing:
              every: 1mo

    Good:
        touchpoints:
          - id: upgrade-offer
            name: Upgrade offer
            type: upgrade_prompt
            automation: automated
            timing:
              every: 1mo
            stop_when:
              - upgrade bought
              - complaint open
    """
    if not touchpoint.stop_when:
        yield Problem(
            touchpoint.at("id"),
            "{name} goes on selling, and nothing holds it back",
            name=touchpoint.name,
            help="Name in `stop_when` what holds it back: goal reached, open complaint, renewal talks.",
        )


@rule("GOV008", Severity.WARNING, step=Step.ORGANISATION, harm=Harm.CUSTOMER, applies=sells)
def disguised_promotion(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """An offer is declared as part of a transaction, and so escapes the contact budget.

    Why: To the customer it is advertising all the same, and so it is to the law. What sells counts as a contact, or the
    budget means nothing.

    Bad:
        touchpoints:
          - id: accessories
            name: Accessories for your order
            type: cross_sell
            transactional: true  # <- GOV008

    Good:
        touchpoints:
          - id: accessories
            name: Accessories for your order
            type: cross_sell
    """
    if touchpoint.transactional:
        yield Problem(
            touchpoint.at("transactional" if "transactional" in touchpoint.model_fields_set else "value"),
            "{name} sells, but counts as transactional and so escapes the contact budget",
            name=touchpoint.name,
            help="Set `transactional: false`, or give it the value that it really has.",
        )
