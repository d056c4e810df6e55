"""What changed since a revision: the figures are those of `tpaudit diff`, each marked as better or worse."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tests.cli.running import TODAY as TODAY_OPTION
from tests.cli.running import tpaudit
from tests.inventories import TODAY, audit_text
from tests.report.audits import EXAMPLES, of
from tests.report.test_html import XHTML, parsed, words
from tests.report.test_markdown import tables
from tests.repositories import repo
from tpaudit.diff.comparison import Comparison, compare
from tpaudit.findings.result import Audit
from tpaudit.findings.since import marked
from tpaudit.messages import Days, Value, render, shown
from tpaudit.report.changes import FigureChange
from tpaudit.report.render import html, markdown
from tpaudit.report.view import view

BEFORE = """
segments:
  - id: smb
    name: SMB
    contract: 12mo
    contact_budget: {per_week: 2, channels: {email: {per_month: 2}}}
    max_silence: 300d
touchpoints:
  - {id: kickoff, name: kickoff, type: kickoff, phase: onboarding, channel: video, timing: {at: 1d}}
  - {id: tips, name: tips, type: nudge, phase: onboarding, channel: email, timing: {at: 3d}}
"""
SURVEY = "  - {id: survey, name: survey, type: survey, phase: onboarding, channel: phone, timing: {at: 5d}}\n"
CHECKIN = "  - {id: c, name: c, type: checkin, phase: adoption, channel: phone, timing: {at: 180d}}\n"


def compared(before: str, after: str) -> tuple[Audit, Comparison]:
    """Return what `report --since` works with."""
    was, now = audit_text(before), audit_text(after)
    return of(marked(was, now)), Comparison("main", None, TODAY, (compare(was, now),))


def figures(before: str, after: str) -> dict[str, FigureChange]:
    """Return the figures that differ, by their label."""
    audit, comparison = compared(before, after)
    changes = view(audit, comparison=comparison).chapters[0].changes
    assert changes is not None
    return {shown(figure.label): figure for segment in changes.segments for figure in segment.figures}


def line(figure: FigureChange) -> tuple[Value | None, Value | None, str, Value | None, str, str]:
    why = render(figure.why) if figure.why else ""
    return figure.before, figure.after, figure.sign, figure.difference, str(figure.tendency), why


def test_what_faults_hid_is_neither_new_nor_mended() -> None:
    audit, comparison = compared(BEFORE + "  - {id: [\n", BEFORE)
    changes = view(audit, comparison=comparison).chapters[0].changes
    assert changes is not None
    assert changes.new == ()
    assert changes.unjudged
    assert changes.unjudged + changes.unchanged == len(audit.inventories[0].findings)
    said = f"At the revision named, faults in the files hid whether {changes.unjudged} findings were there."
    assert said in words(parsed(html(audit, comparison=comparison)))
    assert said in markdown(audit, comparison=comparison)


def test_nothing_differs() -> None:
    audit, comparison = compared(BEFORE, BEFORE)
    report = view(audit, comparison=comparison)
    assert report.since == "main"
    assert report.chapters[0].changes is not None
    assert report.chapters[0].changes.segments == ()
    assert "No figure differs." in html(audit, comparison=comparison)
    assert "No figure differs." in markdown(audit, comparison=comparison)


def test_without_limit_nothing_is_better_or_worse() -> None:
    found = figures(BEFORE, BEFORE + SURVEY)
    assert line(found["contacts per customer and quarter"]) == (
        Fraction(1, 2), Fraction(3, 4), "+", Fraction(1, 4), "neither", "")  # fmt: skip
    assert line(found["touchpoints in: Onboarding"]) == (2, 3, "+", 1, "neither", "")


def test_budgets() -> None:
    loud = BEFORE + SURVEY
    louder = loud + SURVEY.replace("survey,", "more,", 2)
    assert line(figures(BEFORE, loud)["worst week"]) == (2, 3, "+", 1, "worse", "now over the limit of 2")
    assert line(figures(loud, BEFORE)["worst week"]) == (3, 2, "−", 1, "better", "no longer over the limit of 2")
    assert line(figures(loud, louder)["worst week"]) == (3, 4, "+", 1, "worse", "over the limit of 2, by more")
    assert line(figures(louder, loud)["worst week"]) == (4, 3, "−", 1, "better", "over the limit of 2, by less")
    stricter = BEFORE.replace("per_week: 2", "per_week: 1")
    assert line(figures(BEFORE, stricter)["worst week"]) == (
        2,
        2,
        "",
        0,
        "neither",
        "now over the limit of 1, which was 2",
    )
    assert line(figures(stricter, BEFORE)["worst week"])[4:] == (
        "neither",
        "no longer over the limit of 2, which was 1",
    )
    laxer = louder.replace("per_week: 2", "per_week: 3")
    assert line(figures(louder, laxer)["worst week"])[4:] == ("neither", "over the limit of 3, which was 2, by less")


def test_budgets_of_a_channel() -> None:
    busy = BEFORE.replace("{at: 3d}", "{at: 3d, every: 10d, times: 3}")
    figure = figures(BEFORE, busy)["E-mail, worst month"]
    assert line(figure) == (None, 3, "", None, "worse", "now over the limit of 2")


def test_silence_and_gaps() -> None:
    found = figures(BEFORE, BEFORE + CHECKIN)
    assert line(found["longest silence"]) == (
        Days(362), Days(185), "−", Days(177), "better", "no longer over the limit of 300 days")  # fmt: skip
    assert line(found["touchpoints in: Adoption"]) == (0, 1, "+", 1, "better", "no longer a gap")
    back = figures(BEFORE + CHECKIN, BEFORE)
    assert line(back["longest silence"])[4:] == ("worse", "now over the limit of 300 days")
    assert line(back["touchpoints in: Adoption"])[4:] == ("worse", "now a gap")
    earlier = BEFORE + CHECKIN.replace("180d", "20d")
    assert line(figures(BEFORE, earlier)["longest silence"])[4:] == ("better", "over the limit of 300 days, by less")


def test_a_segment_on_one_side_only() -> None:
    more = BEFORE.replace("touchpoints:", "  - {id: new, name: Newcomers}\ntouchpoints:")
    for before, after, words_ in (
        (BEFORE, more, "Newcomers a new segment"),
        (more, BEFORE, "Newcomers a segment that no longer exists"),
    ):
        audit, comparison = compared(before, after)
        page = html(audit, comparison=comparison)
        heads = [words(e) for e in parsed(page).iter(f"{XHTML}th") if e.get("scope") == "rowgroup"]
        assert words_ in heads
        assert "Newcomers" in markdown(audit, comparison=comparison)


RATED = BEFORE + (
    "  - {id: c, name: c, type: checkin, phase: adoption, channel: phone, timing: {at: 180d},\n"
    "     experience: {verdict: broken, evidence: survey, assessed_on: 2026-10-01},\n"
    "     decision: {action: improve, owner: csm, due: 2026-10-01}}\n"
)


def test_the_figures_of_the_head_are_compared_too() -> None:
    fixed = RATED.replace("broken", "works").replace("due: 2026-10-01", "due: 2027-10-01")
    found = figures(RATED, fixed)
    assert line(found["touchpoints broken or annoying"]) == (1, 0, "−", 1, "better", "")
    assert line(found["decisions overdue"]) == (1, 0, "−", 1, "better", "")
    assert found["checks passed"].tendency == "better"
    back = figures(fixed, RATED)
    assert {str(back[label].tendency) for label in ("touchpoints broken or annoying", "checks passed")} == {"worse"}
    more = figures(BEFORE, RATED)
    assert line(more["touchpoints"]) == (2, 3, "+", 1, "neither", "")
    assert line(more["touchpoints assessed"]) == (0, 1, "+", 1, "better", "")
    heads, head_now = (
        {shown(figure.label): figure.value for figure in view(of(audit_text(text))).figures} for text in (RATED, fixed)
    )
    assert (found["checks passed"].before, found["checks passed"].after) == (
        heads["checks passed"],
        head_now["checks passed"],
    )
    audit, comparison = compared(RATED, fixed)
    assert "No figure differs." not in html(audit, comparison=comparison)
    (table,) = [table for table in tables(markdown(audit, comparison=comparison)) if "Difference" in table[0]]
    assert any(row[1] == "checks passed" and "percentage point" in row[4] for row in table)


def test_what_faults_hide_is_no_difference_of_the_whole() -> None:
    for before, after in ((RATED, RATED + "  - {id: [\n"), (RATED + "  - {id: [\n", RATED)):
        assert "touchpoints" not in figures(before, after)


def test_one_segment_only() -> None:
    two = BEFORE.replace("touchpoints:", "  - {id: new, name: Newcomers}\ntouchpoints:")
    audit, comparison = compared(two, two + SURVEY)
    changes = view(audit, comparison=comparison, segment="new").chapters[0].changes
    assert changes is not None
    assert [segment.name for segment in changes.segments] == ["Newcomers"]


def test_better_and_worse_are_words_in_html_and_markdown() -> None:
    audit, comparison = compared(BEFORE, BEFORE + SURVEY + CHECKIN)
    document = parsed(html(audit, comparison=comparison))
    rows = [[words(cell) for cell in row] for row in document.iter(f"{XHTML}tr")]
    assert ["worst week", "2", "3", "+1", "worse now over the limit of 2"] in rows
    silence = ["longest silence", "362 days", "185 days", "−177 days", "better no longer over the limit of 300 days"]
    assert silence in rows
    (table,) = [table for table in tables(markdown(audit, comparison=comparison)) if "Difference" in table[0]]
    assert ["", "worst week", "2", "3", "+1", "worse, now over the limit of 2"] in table


def test_findings_of_the_worst_severity_come_first() -> None:
    audit, comparison = compared(BEFORE, BEFORE + SURVEY)
    changes = view(audit, comparison=comparison).chapters[0].changes
    assert changes is not None
    ranks = [finding.severity.rank for finding in changes.new]
    assert ranks
    assert ranks == sorted(ranks)


def test_the_command_compares_with_the_revision(tmp_path: Path) -> None:
    repository = repo(tmp_path / "journey")
    root = (EXAMPLES / "minimal" / "tpaudit.yaml").read_text("utf-8")
    repository.put("tpaudit.yaml", root)
    repository.commit()
    repository.put("tpaudit.yaml", root.rstrip() + "\n" + SURVEY)
    run = tpaudit("report", *TODAY_OPTION, "--since", "HEAD", "--format", "markdown", cwd=repository.path)
    assert (run.code, run.err) == (0, "")
    assert "## What changed since HEAD?" in run.out
    (table,) = [table for table in tables(run.out) if "Difference" in table[0]]
    assert any(row[1] == "contacts per customer and quarter" and row[4].startswith("+") for row in table)
