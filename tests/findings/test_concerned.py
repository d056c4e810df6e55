"""Who is concerned by a finding: the subject's owner, those who contribute, and the coordinator of what is shared."""

from __future__ import annotations

from tests.findings.test_causes import PLAN
from tests.inventories import audit_text
from tpaudit.findings.filter import Filter


def test_what_belongs_to_a_segment_or_the_whole_is_the_coordinators() -> None:
    findings = audit_text(PLAN, "PRS002", "INV012").findings
    assert {finding.owner for finding in findings} == {"cx"}
    nobody = audit_text(PLAN.replace("coordinator: cx\n", ""), "PRS002", "INV012").findings
    assert {finding.owner for finding in nobody} == {""}


def test_what_a_touchpoint_lacks_is_not_the_coordinators() -> None:
    (finding,) = audit_text(PLAN, "OWN001").findings
    assert (finding.owner, finding.involves) == ("", ())


def test_who_causes_an_overload_sees_it() -> None:
    findings = audit_text(PLAN, "PRS002").findings
    assert findings
    for owner in ("csm", "marketing", "cx"):
        assert all(Filter(owners=(owner,)).shows(finding) for finding in findings)
    assert not any(Filter(owners=("support",)).shows(finding) for finding in findings)
