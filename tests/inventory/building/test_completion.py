"""Form, initiation, planned, value and transactional follow from type and channel where they are left out."""

from __future__ import annotations

import pytest

from tests.inventories import inventory_of
from tpaudit.inventory.words.vocabulary import TYPES

ROWS = (
    (("welcome nudge feature_education use_case value_report value_summary newsletter milestone community_invite "
     "health_alert alert occasion result"), "digital", "proactive", "adds_value", False),
    (("campaign upgrade_prompt cross_sell cart_reminder win_back retargeting referral_ask case_study review_request "
      "voucher price_alert browse_reminder"),
     "digital", "proactive", "commercial", False),
    ("survey", "digital", "proactive", "necessary", False),
    (("kickoff checkin implementation_checkin introduction follow_up training business_review executive_sponsor event "
     "appointment win_loss exit_interview"), "human", "proactive", "adds_value", False),
    ("proposal demo negotiation whitespace_review", "human", "proactive", "commercial", False),
    ("reminder request renewal_reminder price_change incident_notice", "administrative", "proactive", "necessary",
     False),
    ("brochure direct_mailing", "physical", "proactive", "commercial", False),
    ("packaging store_display", "physical", "proactive", "necessary", True),
    ("ticket_reply bug_fix feature_request complaint inquiry consultation escalation", "human", "reactive",
     "adds_value", True),
    ("chatbot troubleshooting_guide community landing_page website review_site marketplace", "digital", "reactive",
     "adds_value", True),
    ("documentation login", "product", "reactive", "adds_value", True),
    ("store showroom", "human", "reactive", "adds_value", True),
    ("advertising social_post press", "digital", "proactive", "commercial", False),
    (("invoice contract_offer renewal_notice subscription_notice account_update order_confirmation shipping_notice "
     "receipt_confirmation scheduling"), "administrative", "proactive", "necessary", True),
    ("password_reset return warranty cancellation", "administrative", "reactive", "necessary", True),
)  # fmt: skip


def completed(fields: str, **registries: str) -> dict[str, object]:
    more = "".join(f"{key}: {text}\n" for key, text in registries.items())
    inventory = inventory_of(f"{more}touchpoints: [{{id: a, name: A, {fields}}}]\n")
    (touchpoint,) = inventory.touchpoints
    names = ("form", "initiation", "planned", "value", "transactional")
    return {name: UNKNOWN if name in touchpoint.unknown else getattr(touchpoint, name) for name in names}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].split()[0])
def test_the_table_of_types(row: tuple[str, str, str, str, bool]) -> None:
    types, form, initiation, value, transactional = row
    for type_ in types.split():
        assert completed(f"type: {type_}") == {
            "form": form,
            "initiation": initiation,
            "planned": initiation == "proactive",
            "value": value,
            "transactional": transactional,
        }


def test_the_table_is_whole() -> None:
    assert sorted(TYPES) == sorted(["other", *(type_ for row in ROWS for type_ in row[0].split())])


@pytest.mark.parametrize("fields", ["", "type: other, "])
def test_other_types_tell_little(fields: str) -> None:
    assert completed(f"{fields}owner: x") == {
        "form": None,
        "initiation": None,
        "planned": None,
        "value": None,
        "transactional": False,
    }


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ("type: newsletter, channel: email", "digital"),
        ("type: newsletter, channel: phone", "human"),
        ("type: newsletter, channel: [phone, video]", "human"),
        ("type: newsletter, channel: [phone, email]", "digital"),
        ("type: kickoff, channel: email", "human"),
        ("type: invoice, channel: direct_mail", "administrative"),
        ("channel: direct_mail", "physical"),
        ("channel: [kiosk, phone]", "digital"),
        ("channel: [phone, kiosk]", "human"),
        ("channel: portal", "product"),
        ("type: survey, form: physical, channel: phone", "physical"),
    ],
)
def test_the_form(fields: str, form: str) -> None:
    assert completed(fields, channels="[{id: portal, medium: product}]")["form"] == form


@pytest.mark.parametrize(
    ("fields", "initiation"),
    [
        ("timing: {at: 3d}", "proactive"),
        ("timing: {per_quarter: 3}", "proactive"),
        ("timing: {as_needed: true}", None),
        ("timing: [{as_needed: true}, {every: 1w}]", "proactive"),
        ("type: other, timing: {at: 3d}", "proactive"),
        ("type: complaint, timing: {at: 3d}", "reactive"),
        ("type: complaint, initiation: proactive", "proactive"),
        ("type: kickoff, timing: {as_needed: true}", "proactive"),
    ],
)
def test_the_initiation(fields: str, initiation: str | None) -> None:
    assert completed(fields)["initiation"] == initiation


def test_planned_follows_the_type_and_not_the_touchpoints_own_initiation() -> None:
    assert completed("type: complaint, initiation: proactive")["planned"] is False
    assert completed("timing: {at: 3d}")["planned"] is None
    assert completed("type: complaint, planned: true")["planned"] is True


UNKNOWN = "unknown"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("type: QBR", {"form": UNKNOWN, "initiation": UNKNOWN, "planned": UNKNOWN, "value": UNKNOWN,
                       "transactional": UNKNOWN}),
        ("type: QBR, channel: phone, initiation: reactive, planned: true, value: commercial, transactional: true",
         {"form": "human", "initiation": "reactive", "planned": True, "value": "commercial", "transactional": True}),
        ("type: newsletter, channel: fax", {"form": UNKNOWN, "initiation": "proactive", "planned": True,
                                            "value": "adds_value", "transactional": False}),
        ("type: newsletter, channel: faulty", {"form": UNKNOWN, "initiation": "proactive", "planned": True,
                                               "value": "adds_value", "transactional": False}),
        ("type: newsletter, timing: soon", {"form": "digital", "initiation": "proactive", "planned": True,
                                            "value": "adds_value", "transactional": False}),
        ("timing: soon", {"form": None, "initiation": UNKNOWN, "planned": None, "value": None,
                          "transactional": False}),
        ("type: survey, form: paper, planned: yes", {"form": UNKNOWN, "initiation": "proactive", "planned": UNKNOWN,
                                                     "value": "necessary", "transactional": False}),
    ],
)  # fmt: skip
def test_what_rests_on_what_is_unknown_is_unknown(fields: str, expected: dict[str, object]) -> None:
    assert completed(fields, channels="[{id: faulty, medium: paper}]") == expected
