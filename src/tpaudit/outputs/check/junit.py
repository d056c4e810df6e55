"""JUnit XML: a suite per inventory, a failing case per finding, a passing case per clean file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.messages import render, say
from tpaudit.outputs.check.listed import Listed, new, repository_path
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.safe import xml, xml_document

_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"


class Suite(NamedTuple):
    """A suite without its cases, and the cases, made as they are written."""

    name: str
    tests: int
    failures: int
    errors: int
    cases: Iterator[ET.Element]


def document(audit: Audit, options: Options) -> str:
    """Return the audit as JUnit XML."""
    return "".join(chunks(audit, options))


def chunks(audit: Audit, options: Options) -> Iterator[str]:  # noqa: ARG001  every format takes both
    """Yield the same bit by bit."""
    listed = new(audit)
    suites = [_suite(audit, of, [entry for entry in listed if entry.audit is of]) for of in audit.inventories]
    if audit.crashed:
        suites.append(_crashed(audit))
    # Without what is skipped, for which Jenkins' schema has no place here.
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
    """Yield an element that is still empty, with its content."""
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


def _suite(audit: Audit, of: InventoryAudit, findings: Sequence[Listed]) -> Suite:
    root = repository_path(of, of.inventory.root_file)
    faulty = {entry.finding.location.file for entry in findings}
    clean = [document.file for document in of.inventory.documents if document.file not in faulty]
    return Suite(
        f"{of.inventory.name} ({root})" if of.inventory.name else root,
        tests=len(findings) + len(clean),
        failures=len(findings),
        errors=0,
        cases=_cases(audit, of, findings, clean),
    )


def _cases(audit: Audit, of: InventoryAudit, findings: Iterable[Listed], clean: Iterable[str]) -> Iterator[ET.Element]:
    seen: Counter[tuple[str, str]] = Counter()
    for entry in findings:
        name = f"{entry.finding.code} {render(entry.finding.message, audit.language)}"
        seen[name, entry.path] += 1
        # Readers know a case by its name and class and drop what they have seen.
        times = seen[name, entry.path]
        yield _failing(entry, audit, name if times == 1 else f"{name} ({times})")
    for file in clean:
        yield _case(render(say("no findings"), audit.language), repository_path(of, file))


def _case(name: str, path: str) -> ET.Element:
    return ET.Element("testcase", name=xml(name), classname=xml(path), time="0.0")


def _failing(entry: Listed, audit: Audit, name: str) -> ET.Element:
    finding, path = entry.finding, entry.repository_path
    message = render(finding.message, audit.language)
    place = f"{path}:{entry.span.line}:{entry.span.column}"
    body = [f"{place}: {finding.severity} {finding.code} {finding.name}", message, render(finding.help, audit.language)]
    for related in finding.related:
        span = related.location.span
        at = f"{repository_path(entry.audit, related.location.file)}:{span.line}:{span.column}"
        body.append(f"{at}: {render(related.message, audit.language)}")
    case = _case(name, path)
    failure = ET.SubElement(case, "failure", message=xml(message), type=xml(finding.severity))
    failure.text = xml("\n".join(line for line in body if line))
    return case


def _crashed(audit: Audit) -> Suite:
    def case(rule: str) -> ET.Element:
        made = _case(rule, "tpaudit")
        ET.SubElement(made, "error", message=xml(rule), type="internal error")
        return made

    count = len(audit.crashed)
    return Suite("tpaudit", tests=count, failures=0, errors=count, cases=map(case, audit.crashed))
