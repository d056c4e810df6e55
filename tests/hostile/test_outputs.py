"""Inventories that try to speak for the program: no format lets them."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.inventories import TODAY
from tests.outputs.audits import of
from tpaudit.audit import Request, audit
from tpaudit.findings.finding import Waived
from tpaudit.findings.result import Audit
from tpaudit.loading.source import Folder
from tpaudit.messages import render
from tpaudit.outputs.check.formats import FORMATS, format_named
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.links import Links
from tpaudit.severity import Severity

TEXTS = (
    "::error file=a.py,line=1::forged",
    "\n::error::forged",
    "\r\n  ::set-output name=x::y",
    "##[error]forged ##vso[task.complete]",
    "\x1b[2J\x1b]0;title\x07\x1b[31mred",
    "\x9b31m\x85\x7f",
    "\u202egnp.exe\u2066\u200f\u061c\u2028::error::x\u2029",
    "[/red][bold]x[/] [link=https://evil.example]y[/link] :bug: :+1:",
    "]]> <![CDATA[ </failure> &lt; &#0; <b onclick=x>y</b> <script>z</script> <!-- --> <details>",
    "| a | b |\n| - | - |\n# heading\n- item\n1. item\n> quote\n***\n```\ncode\n~~~",
    "[x](javascript:y) ![z](https://evil.example/z.png) <https://evil.example> www.evil.example https://evil.example",
    "@all @octocat #123 !4 GH-7 owner/repo#9 me@evil.example ``` `` ` \\",
    "=HYPERLINK(1) +1 -1 @SUM",
    "%0A::error::x %25 100% , : ,,::",
    "{0} {name} {{}} %s %(x)s $1 $(id) `id` ${x}",
    "\u0000\ufffe\uffff\U000e0041\u200b\ufeff zero",
)
LINE_FORMATS = ("text", "concise", "github", "markdown")
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def hostile(folder: Path) -> Audit:
    """Return the audit of an inventory that has hostile texts wherever it can have texts."""
    entries: list[dict[str, Any]] = []
    for number, text in enumerate(TEXTS):
        entries.append({"id": f"n{number}", "name": text, "owner": "csm", "purpose": text, "tags": [text]})
        entries.append({"id": f"m{number}", "name": f"n {text}", "metrics": [{"name": text}], "timing": {"at": text}})
        entries.append({"id": text, "name": f"i {text}", text: text, "channel": text, "type": text, "phase": text})
        entries.append({"id": f"w{number}", "name": text, "phase": "p", "waive": [{"rule": text, "reason": text}]})
    root = {
        "tpaudit": 1,
        "name": "".join(TEXTS),
        "include": ["*.yaml", *TEXTS],
        "events": [{"id": f"e{number}", "name": text} for number, text in enumerate(TEXTS)],
        "phases": [{"id": "p", "name": TEXTS[0]}],
        "segments": [{"id": "s", "name": TEXTS[1], "stakeholders": list(TEXTS)}],
        "owners": [{"id": "csm", "name": TEXTS[2], "role": TEXTS[3], "waive": {"rule": "OWN004", "reason": TEXTS[8]}}],
        "audit": {"select": list(TEXTS), "options": {text: {text: text} for text in TEXTS}},
        **{text: text for text in TEXTS},
    }
    (folder / "tpaudit.yaml").write_text(yaml(root), encoding="utf-8")
    for number, text in enumerate(TEXTS):
        name = f"{text}.yaml".replace("/", "_").replace("\0", "")
        content = {"touchpoints": entries[number * 4 : number * 4 + 4]}
        (folder / name).write_text(yaml(content), encoding="utf-8")
    (folder / "raw.yaml").write_text(
        "touchpoints:\n- id: raw\n  name: |\n   ::error::x\n   ##[error]x\n::error::x: y\n", encoding="utf-8"
    )
    result, crashed = audit(
        Folder(folder), "tpaudit.yaml", Request(TODAY, ("INV", "OWN", "PUR", "MET", "TIM")), folder=TEXTS[1] + TEXTS[9]
    )
    assert not crashed
    first = result.findings[0]._replace(waived=Waived(TEXTS[0] + TEXTS[1], by=TEXTS[4]))
    return of(
        replace(result, findings=(first, *result.findings[1:]), fixed=result.findings[:20], stale=1),
        crashed=tuple(f"OWN001: {text}" for text in TEXTS),
    )


def yaml(value: object) -> str:
    """Return the value in YAML's JSON look, with whatever YAML forbids as such in its own escapes."""
    text = json.dumps(value, indent=0, ensure_ascii=False)
    return re.sub("[^\n -~äöü]", lambda match: f"\\U{ord(match[0]):08x}", text)


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    return hostile(tmp_path_factory.mktemp("hostile"))


def written(audited: Audit, name: str) -> Iterator[str]:
    """Yield what a format makes of it, in every look."""
    every = Options(show=tuple(Severity))
    yield format_named(name)(audited, every)
    if name == "text":
        yield format_named(name)(audited, every._replace(expand=True, statistics=True))
        yield format_named(name)(audited, every._replace(width=60))


def test_it_is_full_of_findings(audited: Audit) -> None:
    said = "".join(render(finding.message) for finding in audited.findings)
    assert len(audited.findings) > 200
    assert all(text.strip() in said for text in TEXTS if text.strip() == text)


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_lets_controls_through(audited: Audit, name: str) -> None:
    for text in written(audited, name):
        assert not STEERING.search(text)
        text.encode()


def test_a_coloured_terminal_gets_no_sequence_but_the_programs(audited: Audit) -> None:
    colored = format_named("text")(audited, Options(show=tuple(Severity), color=True, width=100))
    codes = dict.fromkeys(re.findall("\x1b[^m]*m", colored))
    assert list(codes), "there is colour"
    assert all(re.fullmatch(r"\x1b\[(0|1|2|32|1;3[1356])m", code) for code in codes), codes
    assert not STEERING.search(re.sub(r"\x1b\[[0-9;]+m", "", colored))
    assert "[/red]" in colored
    assert ":bug:" in colored


@pytest.mark.parametrize("name", FORMATS)
def test_no_line_is_a_command_for_a_runner(audited: Audit, name: str) -> None:
    ours = re.compile(
        r"::(error|warning|notice) file=[^:,]*,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=[^:,]*::"
    )
    for text in written(audited, name):
        assert not re.search(r"##\w*\[", text)
        commands = [
            line for line in re.split(r"[\n\r]", text) if re.sub(r"\x1b\[[0-9;]*m", "", line).lstrip()[:2] == "::"
        ]
        assert bool(commands) is (name == "github")
        assert all(ours.match(command) for command in commands)
        assert len(commands) <= 30


def test_json_is_exact(audited: Audit) -> None:
    value = json.loads(format_named("json")(audited, Options()))
    (inventory,) = value["inventories"]
    assert inventory["name"] == "".join(TEXTS)
    messages = [render(finding.message) for finding in audited.inventories[0].findings]
    assert sorted(finding["message"] for finding in inventory["findings"]) == sorted(messages)
    assert TEXTS[0] + TEXTS[1] in [
        finding["waived"]["reason"] for finding in inventory["findings"] if finding["waived"]
    ]


def test_sarif_is_exact(audited: Audit) -> None:
    (run,) = json.loads(format_named("sarif")(audited, Options()))["runs"]
    messages = [render(finding.message) for finding in audited.inventories[0].findings]
    assert len(run["results"]) > 200
    assert all(result["message"]["text"].startswith(tuple(messages)) for result in run["results"])
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert all(re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri) for uri in uris)


def test_junit_is_well_formed(audited: Audit) -> None:
    report = ET.fromstring(format_named("junit")(audited, Options()))  # noqa: S314  our own
    reported = [*report.findall("*/testcase/failure"), *report.findall("*/testcase/system-out")]
    assert len(reported) == len(audited.findings)
    tags = {"testsuites", "testsuite", "testcase", "failure", "error", "system-out"}
    assert {element.tag for element in report.iter()} == tags


def test_gitlab_is_well_formed(audited: Audit) -> None:
    assert len(json.loads(format_named("gitlab")(audited, Options()))) == len(audited.findings)


def test_markdown_has_no_markup_but_the_programs(audited: Audit) -> None:
    comment = format_named("markdown")(audited, Options())
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = [inner for token in parser.parse(comment) for inner in (token.children or [token])]
    html = "".join(token.content for token in tokens if token.type in ("html_block", "html_inline"))
    assert re.fullmatch(r"(<details><summary>\d+ (more )?[a-z]+( in detail)?</summary>\n|</details>\n)*", html)
    kinds = dict.fromkeys(token.type.removesuffix("_open").removesuffix("_close") for token in tokens)
    assert [kind for kind in kinds if kind not in _OURS] == []
    seen = "".join(
        "\n" if token.type == "hardbreak" else token.content
        for token in tokens
        if token.type in ("text", "text_special", "hardbreak")
    )
    assert not re.search(r"@\w|(?<!\w)#\d|!\d|GH-\d|://|www\.|:[\w+]+:|mailto:", seen)
    assert [token.content for token in tokens if token.type == "fence"] == []


def test_links_lead_where_the_template_says(audited: Audit) -> None:
    links = Links("https://example.org/blob/{commit}/{path}#L{line}", "abc")
    comment = format_named("markdown")(audited, Options(links=links))
    tokens = [inner for token in MarkdownIt("commonmark").parse(comment) for inner in token.children or ()]
    addresses = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert addresses
    assert all(re.fullmatch(r"https://example\.org/blob/abc/[A-Za-z0-9._~/%-]+#L\d+", address) for address in addresses)
    colored = format_named("text")(audited, Options(color=True, width=100, links=links))
    opened = re.findall("\x1b]8;[^;]*;([^\x1b]*)\x1b\\\\", colored)
    assert all(not address or address.startswith("https://example.org/blob/abc/") for address in opened)


_OURS = (
    "heading", "text", "text_special", "table", "thead", "tbody", "tr", "th", "td", "inline", "bullet_list",
    "list_item", "paragraph", "code_inline", "strong", "hardbreak", "html_block", "blockquote",
)  # fmt: skip
