"""The HTML is one valid file that needs nothing else, and in which no text of the inventory does anything."""

from __future__ import annotations

import itertools
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.benchmarks.inventories import write
from tests.inventories import TODAY, audit_text
from tests.report.audits import EXAMPLES, HOSTILE, example, hostile, large, of
from tests.report.test_logo import PNG
from tpaudit.audit import Request, audit
from tpaudit.loading.source import Folder
from tpaudit.messages import Language
from tpaudit.outputs import safe
from tpaudit.report.render import html, markdown

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = (
    "html head meta title style body script a abbr article aside b br button caption code dd details div dl dt desc em "
    "figcaption figure footer form g h1 h2 h3 h4 header i img input label legend li main nav ol optgroup option output "
    "p path rect section select small span strong summary svg symbol table tbody td text tfoot th thead time tr ul use "
    "circle"
)


def parsed(text: str) -> Element:
    """Return the document; any error of syntax fails."""
    return html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True).parse(text)  # type: ignore[no-any-return]


def words(element: Element) -> str:
    """Return all text inside, with spaces evened out."""
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def page() -> Element:
    """The report of the hostile inventory."""
    return parsed(html(hostile()))


def test_no_name_is_a_command_for_the_runner_that_prints_the_report(tmp_path: Path) -> None:
    name = "##[error]forged ##vso[task.complete]"
    root = f'tpaudit: 1\nname: "{name}"\ninclude: ["*.yaml"]\nreport: {{title: "{name}"}}\n'
    (tmp_path / "tpaudit.yaml").write_text(root, encoding="utf-8")
    (tmp_path / "##[error].yaml").write_text(f'touchpoints: [{{id: a, name: "{name}"}}]\n', encoding="utf-8")
    result = of(audit(Folder(tmp_path), "tpaudit.yaml", Request(TODAY))[0])
    page = html(result)
    assert "##[" not in page
    assert "##vso" not in page
    assert name in words(parsed(page))
    assert "##[" not in markdown(result)


@pytest.mark.parametrize("name", ["b2b-saas", "retail", "minimal"])
def test_examples_are_valid_and_ordered(name: str) -> None:
    document = parsed(html(example(name), base=Path("examples", name)))
    assert len(list(document.iter(f"{XHTML}h1"))) == 1
    assert [words(e) for e in document.iter(f"{XHTML}span") if e.get("class") == "number"] == list("1234567")
    levels = [int(e.tag[-1]) for e in document.iter() if re.fullmatch(rf"{re.escape(XHTML)}h[1-6]", str(e.tag))]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("name", ["b2b-saas", "retail"])
def test_ids_are_unique_and_every_link_arrives(name: str) -> None:
    document = parsed(html(example(name)))
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in document.iter():
        target = element.get("href") or ""
        if target:
            assert target.startswith("#"), target
            assert target[1:] in ids, target
        for reference in (element.get("aria-labelledby") or "").split():
            assert reference in ids


@pytest.mark.parametrize("only", [{"owner": "support"}, {"owner": "-"}, {"segment": "smb"}])
def test_every_link_of_a_part_arrives(only: dict[str, str]) -> None:
    document = parsed(html(example("b2b-saas"), owner=only.get("owner"), segment=only.get("segment")))
    ids = {element.get("id") for element in document.iter()}
    assert {target[1:] for element in document.iter() if (target := element.get("href"))} <= ids


def test_a_decision_says_what_who_and_what_to_do() -> None:
    (item,) = [e for e in parsed(html(example("b2b-saas"))).iter(f"{XHTML}li") if e.get("id") == "d2"]
    heading, lines, help_, meta = [words(part) for part in item]
    assert heading == "The touchpoint is known to be broken or annoying, and it goes on"
    assert "Help with the data import" in lines
    assert help_.startswith("Decide to improve, merge or cut it")
    assert "customers feel it" in meta
    assert "EXP004" in meta


def test_the_report_of_a_segment_counts_its_customers() -> None:
    document = parsed(html(example("b2b-saas"), segment="smb"))
    (subtitle,) = [words(e) for e in document.iter(f"{XHTML}p") if e.get("class") == "subtitle"]
    assert subtitle.endswith("1 segment, 1150 customers")


def test_a_finding_links_its_touchpoint_where_its_message_names_it() -> None:
    text = """
touchpoints:
  - {id: call, name: Call, type: checkin, channel: phone}
  - {id: "no", name: "no", type: checkin, channel: phone}
"""
    shown = html(of(audit_text(text)))
    (rule,) = [part for part in parsed(shown).iter(f"{XHTML}details") if part.get("id") == "r-PUR001"]
    rows = [next(iter(row)) for body in rule.iter(f"{XHTML}tbody") for row in body]
    assert [words(cell) for cell in rows] == ["Call has no purpose", "no has no purpose"]
    assert [[(link.get("href"), words(link), link.tail) for link in cell] for cell in rows] == [
        [("#t-call", "Call", " has no purpose")],
        [("#t-no", "no", " has no purpose")],
    ]


def test_what_comes_first_says_what_to_decide_who_and_by_when() -> None:
    (first,) = [e for e in parsed(html(example("b2b-saas"))).iter(f"{XHTML}ol") if e.get("class") == "first"]
    said = [[words(part) for part in item] for item in first]
    heading, what, who = said[2]
    assert heading == "A decision was to be carried out, and the day has passed"
    assert "Feature tips" in what
    assert "Carry it out" in what
    assert "Lifecycle Marketing" in who
    assert who.endswith("due 2026-08-31")


def test_chapters_do_not_share_ids() -> None:
    both = of(example("b2b-saas").inventories[0], example("b2b-saas").inventories[0], example("minimal").inventories[0])
    ids = [element.get("id") for element in parsed(html(both)).iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_hostile_texts_stay_texts(page: Element) -> None:
    tags = {str(element.tag).rsplit("}", 1)[-1] for element in page.iter()}
    assert tags <= set(ELEMENTS.split())
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), (name, value)
            assert name not in {"style", "srcdoc", "formaction", "srcset"}
            if name in {"href", "src", "action"}:
                assert value.startswith("#"), value
    assert len(list(page.iter(f"{XHTML}script"))) == len(list(page.iter(f"{XHTML}style"))) == 1


def test_hostile_names_are_shown_whole(page: Element) -> None:
    (table,) = [t for t in page.iter(f"{XHTML}table") if "inventory" in (t.get("class") or "").split()]
    names = [words(row) for row in table.iter(f"{XHTML}th") if row.get("scope") == "row"]
    assert names == [" ".join(safe.terminal(" ".join(text.split("\n"))).split()) for text in (*HOSTILE, *HOSTILE)]


def test_what_steers_the_page_is_made_visible() -> None:
    text = html(hostile())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_policy_allows_its_own_style_and_script_only() -> None:
    text = html(hostile())
    policy = re.search(r'http-equiv=Content-Security-Policy content="([^"]+)"', text)
    assert policy
    directives = dict(part.strip().split(" ", 1) for part in unescape(policy[1]).split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["img-src"] == "data:"
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert directives[directive] == f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
    assert "style=" not in text
    assert not re.search(r"(?:src|href)=.?https?:", text)


def test_same_input_same_bytes() -> None:
    assert html(example("b2b-saas")) == html(example("b2b-saas"))


@pytest.mark.parametrize(("count", "limit"), [(60, 400_000), (1_000, 3_000_000)])
def test_size(count: int, limit: int) -> None:
    assert len(html(large(count)).encode()) < limit


def test_size_of_the_examples_and_of_the_benchmark(tmp_path: Path) -> None:
    assert len(html(example("b2b-saas"), language="de").encode()) < 400_000
    assert len(html(example("retail"), language="de").encode()) < 400_000
    write(tmp_path, 1_000)
    result, _ = audit(Folder(tmp_path), "tpaudit.yaml", Request(TODAY))
    assert len(html(of(result)).encode()) < 2_800_000


def test_logo_and_accent(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    branded = of(audit_text('report: {logo: logo.png, accent: "#ff0"}'))
    document = parsed(html(branded, base=tmp_path))
    (image,) = document.iter(f"{XHTML}img")
    assert (image.get("src") or "").startswith("data:image/png;base64,")
    assert "--accent-day:#" in html(branded, base=tmp_path)
    assert "--accent-day:#ffff00" not in html(branded, base=tmp_path)


def test_a_logo_that_is_left_out_is_said(tmp_path: Path) -> None:
    document = parsed(html(of(audit_text("report: {logo: ../logo.svg}")), base=tmp_path))
    assert not list(document.iter(f"{XHTML}img"))
    (footer,) = document.iter(f"{XHTML}footer")
    assert "logo" in words(footer)


@pytest.mark.parametrize("name", ["b2b-saas", "retail"])
def test_pictures_have_titles_and_their_numbers_in_a_table(name: str) -> None:
    document = parsed(html(example(name)))
    pictures = [svg for svg in document.iter(f"{SVG}svg") if svg.get("class") in {"bars", "split"}]
    assert pictures
    for picture in pictures:
        assert [str(child.tag).rsplit("}", 1)[-1] for child in list(picture)[:2]] == ["title", "desc"]
    for figure in document.iter(f"{XHTML}figure"):
        assert list(figure.iter(f"{XHTML}table"))


def test_heads_of_tables_have_a_scope() -> None:
    for head in parsed(html(example("b2b-saas"))).iter(f"{XHTML}th"):
        assert head.get("scope") in {"col", "row", "rowgroup"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_language_of_the_page(language: Language) -> None:
    if language == "de":
        pytest.importorskip("tpaudit.locales")
        try:
            text = html(example("retail"), language=language)
        except FileNotFoundError:
            pytest.skip("the German catalogue is not compiled")
    else:
        text = html(example("retail"), language=language)
    assert f"<html lang={language}>" in text


def test_pictures_for_the_readme_are_small_and_alike() -> None:
    sizes = set()
    for theme in ("light", "dark"):
        data = (EXAMPLES / f"report-{theme}.png").read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        assert len(data) < 300_000
        sizes.add(data[16:24])
    assert len(sizes) == 1
