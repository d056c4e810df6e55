"""JUnit XML: a suite per inventory, a failing case per finding, a passing one per clean file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.loading.usage import UsageError
from tpaudit.messages import render, say
from tpaudit.outputs.check.listed import Listed, new, repository_path
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.safe import xml, xml_document

if TYPE_CHECKING:
    from junitparser import TestCase, TestSuite
    from junitparser.junitparser import Element


def document(audit: Audit, options: Options) -> str:
    """Return the XML; raise `UsageError` where junitparser is not installed."""
    return "".join(chunks(audit, options))


def chunks(audit: Audit, options: Options) -> Iterator[str]:  # noqa: ARG001  every format takes both
    """Yield the same bit by bit."""
    try:
        from junitparser import JUnitXml
    except ImportError as error:
        raise UsageError(
            say("the format junit needs the package junitparser"), say("Install it with pip install 'tpaudit[junit]'.")
        ) from error
    listed = new(audit)
    suites = [_suite(audit, of, [one for one in listed if one.audit is of]) for of in audit.inventories]
    if audit.crashed:
        suites.append(_crashed(audit))
    report = JUnitXml("tpaudit")
    # Without what is skipped, for which Jenkins' schema has no place here.
    report.tests = sum(suite.tests for suite, _ in suites)
    report.failures = sum(suite.failures for suite, _ in suites)
    report.errors = sum(suite.errors for suite, _ in suites)
    content = chain.from_iterable(_around(suite, map(_spelt, cases)) for suite, cases in suites)
    return chain((f"{_DECLARATION}\n",), _around(report, content), ("\n",))


_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>"

Suite = tuple["TestSuite", Iterator["TestCase"]]
"""A suite without its cases, and these."""


def _around(element: Element, content: Iterator[str]) -> Iterator[str]:
    """Yield an element that is empty so far with its content."""
    empty = _spelt(element)
    first = next(content, None)
    if first is None:
        yield empty
        return
    yield f"{empty.removesuffix(' />')}>{first}"
    yield from content
    yield f"</{empty[1:].partition(' ')[0]}>"


def _spelt(element: Element) -> str:
    """Return an element as the standard library spells it: junitparser writes with lxml, where that is installed."""
    from xml.etree import ElementTree as ET

    written: bytes = element.tostring()  # type: ignore[no-untyped-call]
    again = ET.fromstring(written)  # noqa: S314  we have just written it
    return xml_document(ET.tostring(again, encoding="unicode"))


def _numbered(name: str, *, tests: int, failures: int = 0, errors: int = 0) -> TestSuite:
    from junitparser import TestSuite

    suite = TestSuite(xml(name))
    suite.tests, suite.errors, suite.failures, suite.skipped, suite.time = tests, errors, failures, 0, 0.0
    return suite


def _crashed(audit: Audit) -> Suite:
    from junitparser import Error, TestCase

    def case(rule: str) -> TestCase:
        made = TestCase(xml(rule), classname="tpaudit", time=0)
        made.result = [Error(xml(rule), "internal error")]
        return made

    return _numbered("tpaudit", tests=len(audit.crashed), errors=len(audit.crashed)), map(case, audit.crashed)


def _suite(audit: Audit, of: InventoryAudit, findings: Sequence[Listed]) -> Suite:
    root = repository_path(of, of.inventory.root_file)
    faulty = {one.finding.location.file for one in findings}
    clean = [document.file for document in of.inventory.documents if document.file not in faulty]
    suite = _numbered(
        f"{of.inventory.name} ({root})" if of.inventory.name else root,
        tests=len(findings) + len(clean),
        failures=len(findings),
    )
    return suite, _cases(audit, of, findings, clean)


def _cases(audit: Audit, of: InventoryAudit, findings: Iterable[Listed], clean: Iterable[str]) -> Iterator[TestCase]:
    from junitparser import TestCase

    seen: Counter[tuple[str, str]] = Counter()
    for one in findings:
        name = f"{one.finding.code} {render(one.finding.message, audit.language)}"
        seen[name, one.path] += 1
        # Readers know a case by its name and class and drop what they have seen.
        yield _failing(one, audit, name if seen[name, one.path] == 1 else f"{name} ({seen[name, one.path]})")
    for file in clean:
        path = xml(repository_path(of, file))
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
