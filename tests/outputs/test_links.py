"""Links to lines: that they lead where the template says, and nowhere else whatever a file is called."""

from __future__ import annotations

import pytest

from tpaudit.loading.usage import UsageError
from tpaudit.outputs.links import Links, checked

GITHUB = "https://github.com/team/plan/blob/{commit}/{path}#L{line}"


def test_a_link_leads_to_the_line() -> None:
    assert Links(GITHUB, "1a2b").to("plans/a b.yaml", 7) == "https://github.com/team/plan/blob/1a2b/plans/a%20b.yaml#L7"


@pytest.mark.parametrize("path", ['a"b', "a>b", "a)b", "a?b#c", "{line}", "a\x1b]8;;b", "ä"])
def test_a_path_stays_a_path(path: str) -> None:
    link = Links("https://example.org/{path}", "x").to(path, 1)
    assert link.isascii()
    assert not set(link.removeprefix("https://example.org/")) & set('"<>)?#{}\x1b ')


@pytest.mark.parametrize("template", [GITHUB, "http://git.example.org/x?file={path}&line={line}"])
def test_addresses_of_web_pages_are_taken(template: str) -> None:
    assert checked(template) == template


@pytest.mark.parametrize(
    "template",
    ["", "plan/{path}", "javascript:alert({path})", "https://example.org/{file}", "https://example.org/{line}",
     "https://example.org/{path} x", "https://example.org/{path", "https://{path}/", 'https://example.org/"{path}',
     "file:///{path}", "https://example.org/{path}>"],
)  # fmt: skip
def test_everything_else_is_refused(template: str) -> None:
    with pytest.raises(UsageError, match="--links"):
        checked(template)
