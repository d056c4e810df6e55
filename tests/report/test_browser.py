"""The report in a real browser: what the script does, what hostile texts do not, and whom it serves."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

import pytest

from tests.report.audits import example, hostile, large, of_text
from tpaudit.findings.result import Audit
from tpaudit.report.render import html

sync_api = pytest.importorskip("playwright.sync_api", reason="the python package playwright is not installed")
if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

CHROMIUM = Path(os.environ.get("TPAUDIT_CHROMIUM", "/usr/bin/chromium"))
AXE = Path(os.environ.get("TPAUDIT_AXE", "/nowhere"))
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium at {CHROMIUM}"),
]

SCREENS: Mapping[str, tuple[int, Literal["light", "dark"]]] = {
    "light": (1440, "light"),
    "dark": (1440, "dark"),
    "tablet": (768, "light"),
    "phone": (390, "light"),
}
VISIBLE = "document.querySelectorAll('#findings tbody tr:not([hidden]), #decisions li[data-f]:not([hidden])').length"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_api.sync_playwright() as started:
        instance = started.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield instance
        instance.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the reports lie."""
    path = tmp_path_factory.mktemp("reports")
    audits: dict[str, Audit] = {"saas": example("b2b-saas"), "hostile": hostile(), "large": large(1_000)}
    for name, audit in audits.items():
        (path / f"{name}.html").write_text(html(audit), encoding="utf-8")
    return path


class Opened:
    """A report in a page of its own, with what went wrong in it."""

    def __init__(
        self,
        browser: Browser,
        file: Path,
        fragment: str = "",
        screen: str = "light",
        *,
        script: bool = True,
        bypass_csp: bool = False,
    ) -> None:
        width, scheme = SCREENS[screen]
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=script,
            bypass_csp=bypass_csp,
        )
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.goto(f"{file.as_uri()}{fragment}")

    def _dismiss(self, dialog: Dialog) -> None:
        self.faults.append(dialog.message)
        dialog.dismiss()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


def in_address(page: Page, words: str) -> None:
    """Waits until the address holds these words.

    Not with `wait_for_function`: what it cannot answer at once it evaluates in the page, whose policy forbids that.
    """
    sync_api.expect(page).to_have_url(re.compile(re.escape(words)))


@pytest.mark.parametrize("name", ["saas", "hostile"])
@pytest.mark.parametrize("screen", SCREENS)
def test_quiet_and_no_wider_than_the_screen(browser: Browser, folder: Path, name: str, screen: str) -> None:
    with Opened(browser, folder / f"{name}.html", screen=screen) as opened:
        opened.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen][0]
        assert not opened.faults
        assert opened.requests == [opened.page.url]


def test_hostile_texts_run_nothing(browser: Browser, folder: Path) -> None:
    with Opened(browser, folder / "hostile.html") as opened:
        title = opened.page.title()
        opened.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        for link in opened.page.locator("main a").all()[:30]:
            link.dispatch_event("mouseover")
            link.dispatch_event("click")
        opened.page.fill("input[name=text]", "<img src=x onerror=alert(1)>")
        assert opened.page.title() == title
        assert not opened.faults
        assert opened.page.evaluate("document.scripts.length") == 1


def test_filters_narrow_down_and_live_in_the_fragment(browser: Browser, folder: Path) -> None:
    with Opened(browser, folder / "saas.html") as opened:
        page = opened.page
        everything = page.evaluate(VISIBLE)
        page.select_option("select[name=owner]", "support")
        mine = page.evaluate(VISIBLE)
        assert 0 < mine < everything
        in_address(page, "owner=support")
        assert page.locator("#count").inner_text()
        owners = page.eval_on_selector_all(
            "#decisions li[data-f]:not([hidden]) .who", "owners => owners.map((owner) => owner.textContent)"
        )
        assert owners
        assert all("Customer Support" in named or "more" in named for named in owners)
        page.select_option("select[name=severity]", "error")
        assert page.evaluate(VISIBLE) < mine
        in_address(page, "severity=error")
        shared = page.url.split("#")[1]
        page.click("button[type=reset]")
        sync_api.expect(page).not_to_have_url(re.compile("="))
        assert page.evaluate(VISIBLE) == everything
    with Opened(browser, folder / "saas.html", f"#{shared}") as opened:
        assert opened.page.input_value("select[name=owner]") == "support"
        assert opened.page.input_value("select[name=severity]") == "error"
        assert opened.page.evaluate(VISIBLE) < mine


def test_text_and_segment(browser: Browser, folder: Path) -> None:
    with Opened(browser, folder / "saas.html") as opened:
        page = opened.page
        page.fill("input[name=text]", "newsletter")
        shown = page.eval_on_selector_all(
            "details.rule tbody tr:not([hidden]), tr[data-f]:not([hidden])",
            "rows => rows.map((row) => row.textContent.toLowerCase())",
        )
        assert shown
        assert all("newsletter" in text for text in shown)
        page.fill("input[name=text]", "")
        page.select_option("select[name=segment]", "smb")
        assert page.locator("details.map:not([hidden])").count() == 1
        assert page.locator("article.segment:not([hidden])").count() == 1


def test_the_filter_tells_segments_apart_whose_ids_end_alike(browser: Browser, tmp_path: Path) -> None:
    text = """
segments: [{id: smb, name: Small}, {id: plus-smb, name: Small and growing}]
touchpoints: [{id: tip, name: Tip, channel: email, timing: {every: 1mo}}]
"""
    (tmp_path / "alike.html").write_text(html(of_text(text)), encoding="utf-8")
    with Opened(browser, tmp_path / "alike.html", "#segment=smb") as opened:
        assert opened.page.locator("article.segment:not([hidden]) h3").all_inner_texts() == ["Small"]
        assert opened.page.locator("details.map:not([hidden]) h3").all_inner_texts() == ["Small"]


def test_a_link_keeps_the_filter(browser: Browser, folder: Path) -> None:
    with Opened(browser, folder / "saas.html", "#owner=support") as opened:
        opened.page.click(".contents a[href='#journey']")
        in_address(opened.page, "at=journey")
        in_address(opened.page, "owner=support")
        assert opened.page.input_value("select[name=owner]") == "support"


def test_a_link_to_a_rule_opens_it(browser: Browser, folder: Path) -> None:
    with Opened(browser, folder / "saas.html") as opened:
        target = opened.page.locator("#decisions a.rule").first
        code = (target.get_attribute("href") or "")[1:]
        target.click()
        sync_api.expect(opened.page.locator(f"#{code}")).to_have_attribute("open", "")


def test_sorting(browser: Browser, folder: Path) -> None:
    with Opened(browser, folder / "saas.html") as opened:
        table = opened.page.locator("table.inventory")
        head = table.locator("thead th").first
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        names = [name.strip().casefold() for name in table.locator("tbody th").all_inner_texts()]
        assert names[0][0] <= names[-1][0]
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        assert [name.strip().casefold() for name in table.locator("tbody th").all_inner_texts()] == names[::-1]


def test_theme(browser: Browser, folder: Path) -> None:
    with Opened(browser, folder / "saas.html", screen="dark") as opened:
        ground = "getComputedStyle(document.body).backgroundColor"
        dark = opened.page.evaluate(ground)
        opened.page.click("#theme")
        assert opened.page.get_attribute("#theme", "aria-pressed") == "false"
        assert opened.page.evaluate(ground) != dark
        opened.page.click("#theme")
        assert opened.page.evaluate(ground) == dark


def test_keyboard_alone(browser: Browser, folder: Path) -> None:
    with Opened(browser, folder / "saas.html") as opened:
        page = opened.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        sync_api.expect(page).to_have_url(re.compile("#decide$"))
        page.focus("table.inventory thead button")
        page.keyboard.press("Enter")
        assert page.get_attribute("table.inventory thead th", "aria-sort") == "ascending"
        page.focus("details.rule summary")
        page.keyboard.press("Enter")
        sync_api.expect(page.locator("details.rule").first).to_have_attribute("open", "")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


def test_without_script_everything_is_there(browser: Browser, folder: Path) -> None:
    with Opened(browser, folder / "saas.html", script=False) as opened:
        assert opened.page.locator("#filters").is_hidden()
        assert opened.page.locator("#theme").is_hidden()
        assert opened.page.locator("main > section").count() == 8


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("script", [True, False])
def test_print(browser: Browser, folder: Path, paper: str, *, script: bool) -> None:
    with Opened(browser, folder / "saas.html", script=script) as opened:
        assert opened.page.pdf(format=paper).startswith(b"%PDF")
        opened.page.emulate_media(media="print")
        assert opened.page.locator("details.further table").first.evaluate(
            "table => table.getBoundingClientRect().height > 0"
        )
        assert opened.page.locator(".contents").is_hidden()


def test_filtering_a_thousand_touchpoints_is_quick(browser: Browser, folder: Path) -> None:
    with Opened(browser, folder / "large.html") as opened:
        took = opened.page.evaluate("""() => {
            const field = document.querySelector("input[name=text]");
            const filter = (value) => {
                const start = performance.now();
                field.value = value;
                field.dispatchEvent(new Event("input", {bubbles: true}));
                document.body.getBoundingClientRect();  // what is felt is the layout
                return performance.now() - start;
            };
            const times = ["onboarding", "", "renewal", "", "advocacy", ""].map(filter);
            return Math.min(...times.filter((_, number) => number % 2));
        }""")
        assert took < 100


def test_a_link_leads_to_its_place_while_filtering(browser: Browser, folder: Path) -> None:
    with Opened(browser, folder / "large.html") as opened:
        page = opened.page
        page.emulate_media(reduced_motion="no-preference")
        page.locator("input[name=text]").fill("a")
        page.locator("input[name=text]").fill("")
        for place in ("details.rule", ".further tbody tr", ".inventory tbody tr"):
            last = page.locator(place).last.get_attribute("id")
            page.evaluate("id => { location.hash = id; }", last)
            page.wait_for_timeout(1500)  # it glides there
            top = page.locator(f"[id='{last}']").evaluate("element => element.getBoundingClientRect().top")
            assert 0 <= top < 900, place
            page.evaluate("scrollTo(0, 0)")
            page.locator("input[name=text]").fill("b")
            page.locator("input[name=text]").fill("")


@pytest.mark.skipif(not AXE.is_file(), reason="TPAUDIT_AXE does not name the script of axe-core")
@pytest.mark.parametrize("name", ["saas", "hostile"])
@pytest.mark.parametrize("screen", ["light", "dark", "phone"])
def test_axe_finds_nothing(browser: Browser, folder: Path, name: str, screen: str) -> None:
    with Opened(browser, folder / f"{name}.html", screen=screen, bypass_csp=True) as opened:
        opened.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        opened.page.add_script_tag(path=str(AXE))
        result = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(found["id"], [node["html"] for node in found["nodes"][:3]]) for found in result["violations"]] == []


@pytest.mark.parametrize(("audit", "most"), [("b2b-saas", 12), ("retail", 12), ("", 2)])
def test_the_printed_report_fits_a_meeting(browser: Browser, tmp_path: Path, audit: str, most: int) -> None:
    (tmp_path / "report.html").write_text(html(example(audit) if audit else of_text("touchpoints: []")), "utf-8")
    with Opened(browser, tmp_path / "report.html") as opened:
        printed = opened.page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= most


def test_what_is_printed_in_full_has_the_registers(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(html(example("minimal"), full=True), "utf-8")
    with Opened(browser, tmp_path / "report.html") as opened:
        opened.page.emulate_media(media="print")
        sync_api.expect(opened.page.locator("table.inventory")).to_be_visible()
    (tmp_path / "brief.html").write_text(html(example("minimal")), "utf-8")
    with Opened(browser, tmp_path / "brief.html") as opened:
        opened.page.emulate_media(media="print")
        sync_api.expect(opened.page.locator("table.inventory")).to_be_hidden()
