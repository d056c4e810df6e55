"""JUnit XML: a suite per inventory, a case per finding (failing if it fails the run), and one per clean file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.inventory.subject import Kind
from tpaudit.messages import render, say
from tpaudit.outputs.check.listed import Listed, new, repository_path
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.growth import with_growth
from tpaudit.outputs.safe import xml, xml_document
from tpaudit.severity import Severity

_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"


class Suite(NamedTuple):
    """A suite without its cases, and the cases, generated while they are written."""

    name: str
    tests: int
    failures: int
    errors: int
    cases: Iterator[ET.Element]


def document(audit: Audit, options: Options) -> str:
    """Return the audit as JUnit XML."""
    return "".join(chunks(audit, options))


def chunks(audit: Audit, options: Options) -> Iterator[str]:
    """Yield the same bit by bit."""
    listed = [entry for entry in new(audit) if options.shows(entry.finding)]
    suites = [
        _suite(audit, inventory_audit, [entry for entry in listed if entry.audit is inventory_audit])
        for inventory_audit in audit.inventories
    ]
    if audit.crashed:
        suites.append(_crashed(audit))
    # Without `skipped`, for which Jenkins' schema has no place here.
    report = ET.Element("testsuites", name="tpaudit")
    for count in ("tests", "failures", "errors"):
        report.set(count, str(sum(getattr(suite, count) for suite in suites)))
    yield _DECLARATION
    yield from _around(report, (chunk for suite in suites for chunk in _written(suite)))
    yield "\n"


def _written(suite: Suite) -> Iterator[str]:
    element = ET.Element(
        "testsuite",
        name=xml(suite.name),
        tests=str(suite.tests),
        errors=str(suite.errors),
        failures=str(suite.failures),
        skipped="0",
        time="0.0",
    )
    return _around(element, map(_spelt, suite.cases))


def _around(element: ET.Element, content: Iterator[str]) -> Iterator[str]:
    """Yield an empty element with its content put in."""
    empty = _spelt(element)
    first = next(content, None)
    if first is None:
        yield empty
        return
    yield f"{empty.removesuffix(' />')}>{first}"
    yield from content
    yield f"</{element.tag}>"


def _spelt(element: ET.Element) -> str:
    return xml_document(ET.tostring(element, encoding="unicode"))


def _suite(audit: Audit, inventory_audit: InventoryAudit, findings: Sequence[Listed]) -> Suite:
    root = repository_path(inventory_audit, inventory_audit.inventory.root_file)
    faulty = {entry.finding.location.file for entry in findings}
    clean = [document.file for document in inventory_audit.inventory.documents if document.file not in faulty]
    return Suite(
        f"{inventory_audit.inventory.name} ({root})" if inventory_audit.inventory.name else root,
        tests=len(findings) + len(clean),
        failures=sum(is_failing(audit, entry) for entry in findings),
        errors=0,
        cases=_cases(audit, inventory_audit, findings, clean),
    )


def is_failing(audit: Audit, entry: Listed) -> bool:
    """Whether the finding fails the run."""
    limit = audit.fail_on[entry.audit.root]
    return limit != "never" and entry.finding.severity.rank <= Severity(limit).rank


def _cases(
    audit: Audit, inventory_audit: InventoryAudit, findings: Iterable[Listed], clean: Iterable[str]
) -> Iterator[ET.Element]:
    seen: Counter[tuple[str, str]] = Counter()
    for entry in findings:
        name = _name(entry)
        seen[name, entry.path] += 1
        # Readers identify a case by its name and class, and drop repetitions.
        times = seen[name, entry.path]
        yield _of_finding(entry, audit, name if times == 1 else f"{name} ({times})")
    for file in clean:
        yield _case(render(say("no findings"), audit.language), repository_path(inventory_audit, file))


def _name(entry: Listed) -> str:
    """Return a name that stays the same while figures change, since readers follow a case by its name."""
    finding = entry.finding
    parts = (finding.subject.id, finding.of, ".".join(finding.path) if finding.subject.kind is Kind.FILE else "")
    about = ", ".join(part for part in parts if part)
    return f"{finding.code} {finding.name}{f': {about}' if about else ''}"


def _case(name: str, path: str, line: int | None = None) -> ET.Element:
    element = ET.Element("testcase", name=xml(name), classname=xml(path), time="0.0", file=xml(path))
    if line is not None:
        element.set("line", str(line))
    return element


def _of_finding(entry: Listed, audit: Audit, name: str) -> ET.Element:
    finding, path = entry.finding, entry.repository_path
    message = render(with_growth(finding), audit.language)
    place = f"{path}:{entry.span.line}:{entry.span.column}"
    body = [f"{place}: {finding.severity} {finding.code} {finding.name}", message, render(finding.help, audit.language)]
    for related in finding.related:
        span = related.location.span
        at = f"{repository_path(entry.audit, related.location.file)}:{span.line}:{span.column}"
        body.append(f"{at}: {render(related.message, audit.language)}")
    text = xml("\n".join(line for line in body if line))
    case = _case(name, path, entry.span.line)
    if is_failing(audit, entry):
        ET.SubElement(case, "failure", message=xml(message), type=xml(finding.severity)).text = text
    else:
        ET.SubElement(case, "system-out").text = text
    return case


def _crashed(audit: Audit) -> Suite:
    def case(rule: str) -> ET.Element:
        made = _case(rule, "tpaudit")
        ET.SubElement(made, "error", message=xml(rule), type="internal error")
        return made

    count = len(audit.crashed)
    return Suite("tpaudit", tests=count, failures=0, errors=count, cases=map(case, audit.crashed))
