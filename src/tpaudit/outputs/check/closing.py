"""The closing line of every run, and the notes before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tpaudit.findings.result import Audit
from tpaudit.messages import Message, Share, Value, render, say
from tpaudit.outputs.figures import Closing, Counts, closing, counts
from tpaudit.outputs.safe import terminal, workflow
from tpaudit.severity import Severity


def closing_line(audit: Audit) -> str:
    """Return the closing line, also for outputs that have no place for it."""
    return workflow(terminal(render(closing_message(closing(audit)), audit.language)))


def counts_and_closing(audit: Audit, shown: Sequence[Severity]) -> tuple[Message, Message]:
    """Return the numbers of findings, with the option that shows hidden ones, and the closing message."""
    counted = counts(audit.findings)
    nothing = say("nothing found") if audit.inventories else say("no inventory")
    words = tuple(found_messages(counted)) or (nothing,)
    hidden = [severity for severity, n in zip(Severity, counted, strict=True) if n and severity not in shown]
    template = say("{counts} (--show {severity}).") if hidden else say("{counts}.")
    found = Message(template.template, {"counts": words, "severity": hidden[-1] if hidden else ""})
    return found, closing_message(closing(audit))


def closing_lines(audit: Audit) -> Iterator[str]:
    """Yield the notes and the closing line, for outputs that have no place for them."""
    for note in notes(audit):
        yield workflow(terminal(render(note, audit.language)))
    yield closing_line(audit)


def closing_message(counted: Closing) -> Message:
    """Return what was checked, what is not among the findings, and how much of the plan has timing."""
    if not counted.inventories:
        return say("Nothing was checked.")
    checked, aside = tuple(_checked(counted)), tuple(_aside(counted))
    summary = say("{checked}; {aside}.", checked=checked, aside=aside) if aside else say("{checked}.", checked=checked)
    if not counted.complete:
        return summary  # what broken files hide would look like touchpoints that have no time
    return say("{known} {scheduled}", known=summary, scheduled=_scheduled(counted))


def _checked(counted: Closing) -> Iterator[Message]:
    if counted.inventories != 1:
        yield say("{n} {n:inventory|inventories}", n=counted.inventories)
    yield say("{n} {n:file|files}", n=counted.files)
    yield say("{n} {n:touchpoint|touchpoints}", n=counted.touchpoints)
    yield say("{n} {n:rule|rules} checked", n=counted.rules)


def _aside(counted: Closing) -> Iterator[Message]:
    """Yield what is not among the findings, if anything."""
    for n, words in (
        (counted.waived, say("{n} waived")),
        (counted.known, say("{n} known from the baseline")),
        (counted.hidden, say("{n} hidden")),
        # If files are broken, a note says what that means for the rules; figures would only distract.
        (counted.not_judged if counted.complete else 0, say("{n} not judged")),
    ):
        if n:
            yield Message(words.template, {"n": n})


def _scheduled(counted: Closing) -> Message:
    share = counted.scheduled_share
    if share is None:
        return say("There are no proactive touchpoints.")
    return say(
        "{share} of {n} proactive {n:touchpoint|touchpoints} {n:has|have} a time or a rate.",
        share=Share(share),
        n=counted.proactive,
    )


def notes(audit: Audit) -> Iterator[Message]:
    """Yield what the reader must know to judge the findings."""
    counted = closing(audit)
    if counted.new is not None:
        yield say(
            "Since {revision}: {new} new, {worse} worse, {unchanged} unchanged, {fixed} fixed.",
            revision=_revision(audit),
            new=counted.new,
            worse=counted.worse,
            unchanged=counted.unchanged,
            fixed=counted.fixed,
        )
        yield from _compared(audit)
    if counted.unjudged:
        yield say(
            "At the revision named, faults in the files hid whether {n} {n:finding was|findings were} there: "
            "{n:it does|they do} not fail the check, and tpaudit check without --since shows {n:it|them}.",
            n=counted.unjudged,
        )
    for rule in audit.crashed:
        yield say("A rule crashed, which is a bug in tpaudit; the others were asked. {rule}", rule=rule)
    for inventory_audit in audit.inventories:
        if not inventory_audit.inventory.complete:
            yield say(
                "{inventory}: its files have faults, so rules about segments, phases, owners, events and the whole "
                "were not judged, and figures may be wrong.",
                inventory=inventory_audit.root,
            )
        if inventory_audit.stale:
            yield say(
                "{inventory}: {n} {n:entry|entries} of the baseline {n:matches|match} nothing any more; update it with "
                "tpaudit baseline.",
                inventory=inventory_audit.root,
                n=inventory_audit.stale,
            )


def _revision(audit: Audit) -> Value:
    """Return the revision as the user named it, with the commit that it means."""
    compared = next(
        (inventory_audit.compared for inventory_audit in audit.inventories if inventory_audit.compared is not None),
        None,
    )
    if compared is None:
        return say("the revision named")
    short = compared.commit[:_SHORT]
    return short if compared.commit.startswith(compared.revision) else f"{compared.revision} ({short})"


_SHORT = 9
"""How many digits of a commit's id identify it."""


def _compared(audit: Audit) -> Iterator[Message]:
    """Yield whose touchpoints the change touches, and which uncommitted changes it includes."""
    compared = [
        inventory_audit.compared for inventory_audit in audit.inventories if inventory_audit.compared is not None
    ]
    owners = tuple(dict.fromkeys(owner for comparison in compared for owner in comparison.owners))
    if owners:
        yield say("The change touches what is owned by {owners}.", owners=owners)
    uncommitted = sum(comparison.uncommitted for comparison in compared)
    if uncommitted:
        yield say(
            "{n} {n:file differs|files differ} from the last commit; what is not committed is included.", n=uncommitted
        )


def counts_message(counted: Counts) -> Message:
    """Return the numbers of errors, warnings and infos in words."""
    return say(
        "{errors} {errors:error|errors}, {warnings} {warnings:warning|warnings}, {infos} {infos:info|infos}",
        errors=counted.errors,
        warnings=counted.warnings,
        infos=counted.infos,
    )


def found_messages(counted: Counts) -> Iterator[Message]:
    """Yield the numbers that are not 0, in words."""
    if counted.errors:
        yield say("{n} {n:error|errors}", n=counted.errors)
    if counted.warnings:
        yield say("{n} {n:warning|warnings}", n=counted.warnings)
    if counted.infos:
        yield say("{n} {n:info|infos}", n=counted.infos)
