"""JUnit XML: a suite per inventory, a failing case per finding, a passing one per clean file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.loading.discovery import UsageError
from tpaudit.messages import render, say
from tpaudit.outputs.listed import Listed, new, repository_path
from tpaudit.outputs.options import Options
from tpaudit.outputs.safe import xml, xml_document

if TYPE_CHECKING:
    from junitparser import TestCase, TestSuite


def document(audit: Audit, options: Options) -> str:  # noqa: ARG001  every format takes both
    """Return the XML; raise `UsageError` where junitparser is not installed."""
    try:
        from junitparser import JUnitXml, TestSuite
    except ImportError as error:
        raise UsageError(
            say("the format junit needs the package junitparser"), say("Install it with pip install 'tpaudit[junit]'.")
        ) from error
    report = JUnitXml("tpaudit")
    listed = new(audit)
    for of in audit.inventories:
        root = repository_path(of, of.inventory.root_file)
        suite = TestSuite(xml(f"{of.inventory.name} ({root})" if of.inventory.name else root))
        suite.add_testcases(list(_cases(audit, of, [one for one in listed if one.audit is of])))
        report.add_testsuite(suite)
    if audit.crashed:
        report.add_testsuite(_crashed(audit))
    suites = list(report)
    # Not `update_statistics`: it counts what is skipped, for which Jenkins' schema has no place here.
    report.tests, report.failures = sum(suite.tests for suite in suites), sum(suite.failures for suite in suites)
    report.errors = sum(suite.errors for suite in suites)
    out = BytesIO()
    report.write(out)
    return f"{_DECLARATION}\n{xml_document(_uniform(out.getvalue()))}\n"


_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>"


def _uniform(document: bytes) -> str:
    """Return the document as the standard library spells it: junitparser writes with lxml, where that is installed."""
    from xml.etree import ElementTree as ET

    return ET.tostring(ET.fromstring(document), encoding="unicode")  # noqa: S314  we have just written it


def _crashed(audit: Audit) -> TestSuite:
    from junitparser import Error, TestCase, TestSuite

    suite = TestSuite("tpaudit")
    for rule in audit.crashed:
        case = TestCase(xml(rule), classname="tpaudit", time=0)
        case.result = [Error(xml(rule), "internal error")]
        suite.add_testcase(case)
    return suite


def _cases(audit: Audit, of: InventoryAudit, findings: list[Listed]) -> Iterator[TestCase]:
    from junitparser import TestCase

    seen: Counter[tuple[str, str]] = Counter()
    for one in findings:
        name = f"{one.finding.code} {render(one.finding.message, audit.language)}"
        seen[name, one.path] += 1
        # Readers know a case by its name and class and drop what they have seen.
        yield _failing(one, audit, name if seen[name, one.path] == 1 else f"{name} ({seen[name, one.path]})")
    faulty = {one.finding.location.file for one in findings}
    for document in of.inventory.documents:
        if document.file not in faulty:
            path = xml(repository_path(of, document.file))
            yield TestCase(xml(render(say("no findings"), audit.language)), classname=path, time=0)


def _failing(one: Listed, audit: Audit, name: str) -> TestCase:
    from junitparser import Failure, TestCase

    finding, path = one.finding, one.repository_path
    message = render(finding.message, audit.language)
    place = f"{path}:{one.span.line}:{one.span.column}"
    body = [f"{place}: {finding.severity} {finding.code} {finding.name}", message, render(finding.help, audit.language)]
    for related in finding.related:
        span = related.location.span
        at = f"{repository_path(one.audit, related.location.file)}:{span.line}:{span.column}"
        body.append(f"{at}: {render(related.message, audit.language)}")
    failure = Failure(xml(message), xml(finding.severity))
    failure.text = xml("\n".join(line for line in body if line))
    case = TestCase(xml(name), classname=xml(path), time=0)
    case.result = [failure]
    return case
