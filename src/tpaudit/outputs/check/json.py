"""The public JSON: everything that the other formats show, in a shape of its own with a version and a schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from importlib.resources import files

import tpaudit
from tpaudit.findings.causes import causes
from tpaudit.findings.finding import Location, Related, Waived
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.inventory.subject import Subject
from tpaudit.loading.places import Span
from tpaudit.messages import Language, render, translate
from tpaudit.outputs.check.listed import Listed, every, fixed, repository_path
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.figures import (
    Closing,
    Counts,
    Headline,
    Score,
    by_family,
    by_owner,
    by_rule,
    by_step,
    closing,
    counts,
    headlines,
)
from tpaudit.outputs.numbers import number
from tpaudit.outputs.streaming import Part, json_chunks
from tpaudit.rules.rule import Rule
from tpaudit.schedule.figures import Figures

VERSION = 2
"""The version of the document's shape; it stays when members are added, and grows when one changes or goes."""


def document(audit: Audit, options: Options) -> str:
    """Return the audit as JSON, as described by `schema`."""
    return "".join(chunks(audit, options))


def chunks(audit: Audit, options: Options) -> Iterator[str]:
    """Yield the same bit by bit."""
    listed = [entry for entry in every(audit) if options.shows(entry.finding)]
    whole = {
        "version": VERSION,
        "tpaudit": tpaudit.__version__,
        "today": audit.today.isoformat(),
        "language": audit.language,
        "summary": _summary(audit),
        "rules": [_rule(rule, score, audit) for rule, score in by_rule(audit.inventories)],
        "families": [{"family": family, **_score(score)} for family, score in by_family(audit.inventories)],
        "steps": [{"step": step, **_score(score)} for step, score in by_step(audit.inventories)],
        "inventories": [
            _inventory(inventory_audit, [entry for entry in listed if entry.audit is inventory_audit], audit)
            for inventory_audit in audit.inventories
        ],
        "crashed": list(audit.crashed),
    }
    return json_chunks(whole)


def schema() -> str:
    """Return the JSON Schema of the document."""
    return files("tpaudit.outputs").joinpath("schemas/check.schema.json").read_text("utf-8")


def _summary(audit: Audit) -> Part:
    found = audit.findings
    return {
        **_counts(counts(found)),
        "owners": [{"owner": owner or None, **_counts(counted)} for owner, counted in by_owner(found)],
        **_closing(closing(audit)),
    }


def _counts(counted: Counts) -> Part:
    return counted._asdict()


def _closing(counted: Closing) -> Part:
    share = counted.scheduled_share
    return {
        "inventories": counted.inventories,
        "files": counted.files,
        "touchpoints": counted.touchpoints,
        "all_touchpoints": counted.all_touchpoints,
        "rules": counted.rules,
        "waived": counted.waived,
        "known": counted.known,
        "hidden": counted.hidden,
        "not_judged": counted.not_judged,
        "stale": counted.stale,
        "since": None
        if counted.new is None
        else {
            "new": counted.new,
            "worse": counted.worse,
            "unchanged": counted.unchanged,
            "unjudged": counted.unjudged,
            "fixed": counted.fixed,
        },
        "proactive_touchpoints": counted.proactive,
        "scheduled_touchpoints": counted.scheduled,
        "scheduled_share": None if share is None else _rounded_down(share),
    }


def _rule(rule: Rule, score: Score, audit: Audit) -> Part:
    severities = {
        tally.severity: None
        for inventory_audit in audit.inventories
        for tally in inventory_audit.tallies
        if tally.rule.code == rule.code
    }
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "step": rule.step,
        "scope": rule.scope,
        "severities": list(severities),
        **_score(score),
    }


def _score(score: Score) -> Part:
    return {**score._asdict(), "pass_rate": None if score.pass_rate is None else _rounded_down(score.pass_rate)}


def _rounded_down(share: Fraction) -> int | float:
    """Return a share with four decimals, rounded down so that 1 means all."""
    return number(Fraction(int(share * 10_000), 10_000))


def _inventory(inventory_audit: InventoryAudit, findings: Sequence[Listed], audit: Audit) -> Part:
    inventory = inventory_audit.inventory
    return {
        "name": inventory.name,
        "root": inventory_audit.root,
        "repository_root": None
        if inventory_audit.repository_folder is None
        else repository_path(inventory_audit, inventory.root_file),
        "complete": inventory.complete,
        "fail_on": audit.fail_on.get(inventory_audit.root),
        "files": [inventory_audit.path(document.file) for document in inventory.documents],
        "touchpoints": len(inventory.active),
        "all_touchpoints": len(inventory.touchpoints),
        "hidden": inventory_audit.hidden,
        "stale": inventory_audit.stale,
        "segments": [_segment(figures) for figures in headlines(inventory_audit)],
        "findings": (_finding(entry, audit.language) for entry in findings),
        "fixed": None
        if inventory_audit.fixed is None
        else (_finding(entry, audit.language) for entry in fixed(audit) if entry.audit is inventory_audit),
        **_causes(inventory_audit, findings, audit.language),
    }


def _causes(inventory_audit: InventoryAudit, listed: Sequence[Listed], language: Language) -> Part:
    counting = [entry for entry in listed if entry.finding.counts]
    identities = {id(entry.finding): entry.identity for entry in counting}
    found = causes(inventory_audit, (entry.finding for entry in counting))
    return {
        "causes": [
            {
                "cause": cause.key,
                "severity": cause.severity,
                "harm": cause.harm,
                "sentence": translate(cause.sentence, language),
                "codes": list(cause.codes),
                "share": number(cause.share),
                "segments": list(cause.segments),
                "owners": list(cause.owners),
                "new": cause.new,
                "worse": cause.worse,
                "findings": [identities[id(finding)] for finding in cause.findings],
            }
            for cause in found.decide
        ],
        "to_complete": [{"field": gap.field, "touchpoints": list(gap.touchpoints)} for gap in found.complete],
        "later": [{"field": field, "touchpoints": count} for field, count in found.later],
    }


def _figures(figures: Figures) -> Part:
    return {"sure": number(figures.sure), "mean": number(figures.mean), "most": number(figures.most)}


def _segment(figures: Headline) -> Part:
    plan, week, silence = figures.plan, figures.worst_week, figures.longest_silence
    limit = figures.worst_week_limit
    return {
        "id": plan.segment.id,
        "name": plan.segment.name,
        "contacts_per_quarter": _figures(plan.contacts_per_quarter),
        "account_contacts_per_quarter": _figures(plan.account_contacts_per_quarter),
        "most_contacted": plan.most_contacted,
        "at_least": figures.at_least,
        "worst_week": None
        if week is None
        else {
            "sure": week.sure,
            "mean": number(week.mean),
            "most": week.most,
            "from": week.start,
            "to": week.end,
            "stakeholder": figures.worst_week_person,
            "limit": None if limit is None else number(limit),
            "exceeded": figures.is_week_over,
        },
        "longest_silence": None
        if silence is None
        else {
            "days": silence.days,
            "from": silence.start,
            "to": silence.end,
            "stakeholder": figures.longest_silence_person,
            "limit": figures.longest_silence_limit,
            "exceeded": figures.is_silence_over,
        },
    }


def _finding(entry: Listed, language: Language) -> Part:
    finding = entry.finding
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": render(finding.message, language),
        "help": render(finding.help, language) or None,
        "subject": _subject(finding.subject),
        "field": list(finding.path),
        "location": _location(entry.audit, finding.location),
        "owner": finding.owner or None,
        "phase": finding.phase or None,
        "segments": list(finding.segments),
        "related": [_related(entry.audit, related, language) for related in finding.related],
        "fingerprint": entry.identity,
        "known": finding.known,
        "since": finding.since or None,
        "measure": [number(part) for part in finding.measure],
        "was": [number(part) for part in finding.was],
        "involves": list(finding.involves),
        "culprits": list(finding.culprits),
        "waived": None if finding.waived is None else _waived(finding.waived),
    }


def _subject(subject: Subject) -> Part:
    return {"kind": subject.kind, "id": subject.id, "name": subject.name or None}


def _location(inventory_audit: InventoryAudit, location: Location) -> Part:
    return {
        "path": inventory_audit.path(location.file),
        "repository_path": None
        if inventory_audit.repository_folder is None
        else repository_path(inventory_audit, location.file),
        **_span(location.span),
    }


def _span(span: Span) -> Mapping[str, int]:
    return span._asdict()


def _related(inventory_audit: InventoryAudit, related: Related, language: Language) -> Part:
    return {
        "message": render(related.message, language),
        "subject": None if related.subject is None else _subject(related.subject),
        "location": _location(inventory_audit, related.location),
    }


def _waived(waived: Waived) -> Part:
    return {
        "reason": waived.reason,
        "until": None if waived.until is None else waived.until.isoformat(),
        "by": waived.by or None,
    }
