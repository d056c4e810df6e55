"""`--guess` recognises the exports of the usual systems by their columns, and prints a section that can be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.inventories import inventory_of
from tpaudit.observed.guessing import section
from tpaudit.observed.presets import PRESETS, recognised

pytest.importorskip("duckdb")

EXPORTS = {
    "HubSpot e-mail events": "recipient,created,type,email_campaign_id,sent_by_id,filtered_event",
    "HubSpot engagements": "engagement_id,company_id,contact_id,type,timestamp,owner_id",
    "HubSpot tickets": "property_createdate,property_hs_pipeline_stage,company_id,contact_id,property_subject",
    "Salesforce Task": "id,account_id,who_id,completed_date_time,activity_date,task_subtype,subject,status,is_deleted",
    "Salesforce Event": "id,account_id,who_id,start_date_time,type,subject,is_child,is_deleted",
    "Zendesk tickets": "id,organization_id,requester_id,created_at,via_channel,type",
    "Intercom conversations": "company_id,source_author_id,created_at,source_type,source_delivered_as,_fivetran_active",
    "Braze Currents": "id,user_id,external_user_id,time,campaign_name,canvas_name,timezone",
    "Mautic e-mail statistics": "lead_id,date_sent,email_id,is_read,date_read,is_failed,source",
    "PostHog events": "uuid,event,distinct_id,person_id,timestamp,properties,session_id",
    "Snowplow events": "collector_tstamp,derived_tstamp,event_name,user_id,domain_userid",
    "Segment or RudderStack tracks": "id,anonymous_id,user_id,timestamp,received_at,sent_at,event,event_text",
}


def guess(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return section(name, folder, "en")


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_known_by_its_columns(name: str, tmp_path: Path) -> None:
    said = guess(tmp_path, "export.csv", EXPORTS[name] + "\n" + ",".join("1" for _ in EXPORTS[name].split(",")) + "\n")
    assert said.startswith(f"# export.csv looks like an export of {name}.\n")
    events = YAML(typ="safe").load(said)["observe"]["events"]
    there = EXPORTS[name].split(",")
    named = [
        events["customer"],
        events["time"],
        *([events["event"]] if isinstance(events["event"], str) else events["event"]),
    ]
    assert all(column in there for column in named), events
    observe = inventory_of(said + "touchpoints: []\n").observe
    assert observe is not None
    assert observe.events.time == events["time"]


def test_nested_webhooks_are_known_by_their_path(tmp_path: Path) -> None:
    row = {"event_id": "e", "metric": "sent", "timestamp": 1767258000, "data": {"customer_id": "c", "campaign_id": 4}}
    said = guess(tmp_path, "hooks.jsonl", json.dumps(row) + "\n")
    assert "an export of Customer.io reporting webhooks" in said
    assert 'customer: "data.customer_id"' in said
    assert 'event: ["metric", "data.campaign_id"]' in said


def test_no_two_presets_are_taken_for_each_other() -> None:
    for name, columns in EXPORTS.items():
        found = recognised(columns.split(","))
        assert found is not None
        assert found.name == name
    assert {preset.name for preset in PRESETS} == {*EXPORTS, "Customer.io reporting webhooks"}


def test_other_columns_are_guessed_from_their_names(tmp_path: Path) -> None:
    said = guess(tmp_path, "own.csv", "kunde,datum,ereignis,kampagne\nk1,2026-01-01,mail,Welcome\n")
    assert YAML(typ="safe").load(said)["observe"]["events"] == {
        "source": "own.csv", "customer": "kunde", "time": "datum", "event": ["ereignis", "kampagne"],
    }  # fmt: skip


def test_what_cannot_be_guessed_is_left_open(tmp_path: Path) -> None:
    said = guess(tmp_path, "odd.csv", 'a,"b"";c"\n1,2\n')
    events = YAML(typ="safe").load(said)["observe"]["events"]
    assert (events["customer"], events["time"], events["event"]) == (None, None, None)
    assert "please check" in said


def test_a_list_of_customers_is_told_from_events(tmp_path: Path) -> None:
    said = guess(tmp_path, "accounts.csv", "id,plan,contract_start,churned_on\n1,SMB,2026-01-01,\n")
    assert YAML(typ="safe").load(said)["observe"]["customers"] == {
        "source": "accounts.csv", "customer": "id", "segment": "plan", "started": "contract_start",
        "ended": "churned_on",
    }  # fmt: skip
