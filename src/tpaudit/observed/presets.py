"""Exports of the usual systems, recognised by their columns.

The columns are those of the vendors' public schemas: PostHog's data pipelines, the warehouse schema of Segment and
RudderStack, Fivetran's packages for HubSpot, Salesforce, Zendesk and Intercom, Mautic's entity Stat, Customer.io's
reporting webhooks, Braze Currents, and Snowplow's atomic.events.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple


class Preset(NamedTuple):
    """An export: the columns that identify it, and what they mean; of several names the first that exists."""

    name: str
    known_by: tuple[str, ...]
    customer: tuple[str, ...]
    time: tuple[str, ...]
    event: tuple[tuple[str, ...], ...]
    """Columns to join, each with its possible names."""
    person_id: tuple[str, ...] = ()
    person: tuple[str, ...] = ()


PRESETS: tuple[Preset, ...] = (
    Preset(
        "HubSpot e-mail events",
        ("recipient", "email_campaign_id", "created"),
        ("company_id", "recipient"),
        ("created",),
        (("type",), ("email_campaign_name", "name", "email_campaign_id")),
    ),
    Preset(
        "HubSpot engagements",
        ("engagement_id", "type"),
        ("company_id", "contact_id"),
        ("property_hs_timestamp", "timestamp", "occurred_timestamp"),
        (("type",), ("property_hs_call_title", "property_hs_meeting_title", "property_hs_email_subject")),
        person_id=("contact_id",),
    ),
    Preset(
        "HubSpot tickets",
        ("property_createdate", "property_hs_pipeline_stage"),
        ("company_id", "contact_id"),
        ("property_createdate",),
        (("property_hs_ticket_category", "property_source_type", "property_subject"),),
        person_id=("contact_id",),
    ),
    Preset(
        "Salesforce Task",
        ("who_id", "account_id", "activity_date", "status"),
        ("account_id",),
        ("completed_date_time", "activity_date"),
        (("task_subtype", "type"), ("subject",)),
        person_id=("who_id",),
    ),
    Preset(
        "Salesforce Event",
        ("who_id", "account_id", "start_date_time"),
        ("account_id",),
        ("start_date_time", "activity_date_time"),
        (("event_subtype", "type"), ("subject",)),
        person_id=("who_id",),
    ),
    Preset(
        "Zendesk tickets",
        ("organization_id", "requester_id", "created_at"),
        ("organization_id",),
        ("created_at",),
        (("via_channel",), ("type",)),
        person_id=("requester_id",),
    ),
    Preset(
        "Intercom conversations",
        ("source_author_id", "source_type", "created_at"),
        ("company_id", "source_author_id"),
        ("created_at",),
        (("source_type",), ("source_delivered_as",)),
        person_id=("source_author_id",),
    ),
    Preset(
        "Customer.io reporting webhooks",
        ("metric", "event_id", "timestamp"),
        ("data.customer_id", "customer_id"),
        ("timestamp",),
        (("metric",), ("data.campaign_name", "data.campaign_id", "campaign_name", "campaign_id")),
    ),
    Preset(
        "Braze Currents",
        ("external_user_id", "time", "id"),
        ("external_user_id",),
        ("time",),
        (("event_type", "type", "campaign_name"), ("campaign_name", "canvas_name")),
        person_id=("user_id",),
    ),
    Preset(
        "Mautic e-mail statistics",
        ("lead_id", "date_sent", "email_id"),
        ("company_id", "lead_id"),
        ("date_sent",),
        (("email_name", "name", "email_id"),),
        person_id=("lead_id",),
    ),
    Preset(
        "PostHog events",
        ("distinct_id", "event", "timestamp"),
        ("$group_0", "person_id", "distinct_id"),
        ("timestamp",),
        (("event",),),
        person_id=("distinct_id",),
    ),
    Preset(
        "Snowplow events",
        ("collector_tstamp", "event_name", "domain_userid"),
        ("account_id", "user_id", "domain_userid"),
        ("derived_tstamp", "collector_tstamp"),
        (("event_name", "se_action"),),
        person_id=("user_id",),
    ),
    Preset(
        "Segment or RudderStack tracks",
        ("anonymous_id", "user_id", "timestamp", "event"),
        ("context_group_id", "group_id", "user_id"),
        ("timestamp",),
        (("event_text", "event"),),
        person_id=("user_id",),
    ),
)

GUESSES: dict[str, tuple[str, ...]] = {
    "customer": (
        "account_id",
        "customer_id",
        "company_id",
        "organization_id",
        "account",
        "customer",
        "company",
        "kunde",
    ),
    "time": ("occurred_at", "timestamp", "created_at", "event_time", "time", "sent_at", "datetime", "date", "datum"),
    "event": ("event", "event_name", "type", "event_type", "activity", "action", "name", "ereignis"),
    "campaign": ("campaign_name", "campaign", "subject", "template", "email_name", "title", "kampagne"),
    "person": ("role", "contact_role", "stakeholder"),
    "person_id": ("contact_id", "person_id", "user_id", "lead_id"),
    "segment": ("segment", "plan", "tier", "customer_type"),
    "started": ("contract_start", "started_on", "started_at", "start_date", "first_order", "signup_date", "created_at"),
    "ended": ("churned_on", "churned_at", "cancelled_on", "ended_on", "ended_at", "contract_end", "end_date"),
}
"""Common names of columns if no preset fits; the first that exists."""


def recognised(columns: Collection[str]) -> Preset | None:
    """Return the export that has these columns, None if it is unknown."""
    there = {column.lower() for column in columns}
    return next((preset for preset in PRESETS if there.issuperset(preset.known_by) and _is_whole(preset, there)), None)


def _is_whole(preset: Preset, there: Collection[str]) -> bool:
    return all(any(name in there for name in names) for names in (preset.customer, preset.time, preset.event[0]))
