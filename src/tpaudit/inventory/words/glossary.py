# ruff: noqa: E501  sentences
"""The tool's terms that do not occur in files, each explained in a sentence or two."""

from __future__ import annotations

from collections.abc import Mapping

from tpaudit.messages import Message, say

TERMS: Mapping[str, Message] = {
    "touchpoint": say(
        "Any moment in which a customer and the company meet: a call, a message, an invoice, a page. An entry under "
        "touchpoints; only id and name are required."
    ),
    "contact": say(
        "An occurrence that counts against the contact budget: of an upcoming or live, proactive, not transactional "
        "touchpoint that is not the product itself, in a channel that reaches one known person."
    ),
    "contact budget": say(
        "How many contacts one person may get in any day, week, month or quarter: contact_budget of a segment, with "
        "exceptions for channels and phases. It is held against whole contacts in rolling windows of 1, 7, 30 and 91 days."
    ),
    "sure": say(
        "What every customer of a segment gets on a known day: neither a chance, nor a share, nor an event is needed."
    ),
    "mean": say(
        "What a customer gets on average: what is sure, what only some get by its share, and what events set off by their rate."
    ),
    "most": say(
        "The most that one customer can get: what is sure, and all that is meant for the customers who get the most of it."
    ),
    "share": say(
        "The part of a segment's customers whom a touchpoint reaches: its reach, else its audience's share, else all."
    ),
    "audience": say(
        "Customers whom some touchpoints are meant for. All touchpoints of an audience reach the same people; audiences "
        "of one group (one_of) have no member in common."
    ),
    "event": say(
        "What happens to a customer. It is dated (contract_start, delivery …), or happens at a rate per quarter, or at an "
        "unknown rate; touchpoints follow it with after."
    ),
    "burst": say("What one occurrence of an event sets off for one person, day by day after it."),
    "silence": say(
        "A stretch between two contacts that add value for the customer; max_silence of a segment limits it."
    ),
    "period": say(
        "What figures per quarter speak of: from day 0 to the segment's horizon, else to the end of the first contract "
        "term that ends 360 days or more after its start; without a contract one year."
    ),
    "finding": say("What a rule has to say of one subject, with its place, severity and remedy."),
    "cause": say(
        "Findings that one decision fixes, told as one: a channel, a phase or a plan behind many of them. The most harmful "
        "comes first."
    ),
    "waiver": say(
        "A finding that is accepted, with a reason and perhaps an end: waive at the touchpoint, segment, phase, owner or "
        "event, or in the root file."
    ),
    "baseline": say(
        "Findings of a day that are known debt and fail no check: tpaudit.baseline.json, written by tpaudit baseline. It "
        "only shrinks."
    ),
    "proactive": say(
        "Started by the company. Reactive is what the customer starts; it has a service standard instead of a date."
    ),
    "transactional": say(
        "Part of something that the customer has set going, such as an invoice; exempt from contact budgets."
    ),
    "addressed": say("Of a channel: it reaches one known person. Only addressed channels carry contacts."),
    "key touchpoint": say("A touchpoint of critical or high priority: a moment that decides whether customers stay."),
}
"""By term, what it means."""
