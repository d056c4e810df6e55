"""Places as links, if the user gave a template for links to lines."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from tpaudit.loading.usage import UsageError
from tpaudit.messages import say

_FIELDS = ("commit", "path", "line")
_FIELD = re.compile(r"\{([^{}]*)\}")


class Links(NamedTuple):
    """A template such as ``https://example.org/blob/{commit}/{path}#L{line}``, and the commit that links mean."""

    template: str
    commit: str

    def to(self, path: str, line: int) -> str:
        """Return the address of a line of a file, whose path begins at the top of the repository."""
        values = {"commit": quote(self.commit, safe=""), "path": quote(path, safe="/"), "line": str(line)}
        return _FIELD.sub(lambda match: values[match[1]], self.template)


def checked(template: str) -> str:
    """Return a template that makes web addresses; raise UsageError for any other."""
    if not re.match(r"https?://[^\s/{}<>\"'`\\]+/[^\s<>\"'`\\]*\Z", template):
        raise UsageError(
            say("--links {given} is not the address of a web page", given=template),
            say("Write it as https://github.com/team/plan/blob/{{commit}}/{{path}}#L{{line}}."),
        )
    unknown = [name for name in _FIELD.findall(template) if name not in _FIELDS]
    if unknown or "{path}" not in template or template.count("{") != len(_FIELD.findall(template)):
        raise UsageError(
            say("--links {given} has other fields than commit, path and line, or lacks the path", given=template),
            say("Write it as https://github.com/team/plan/blob/{{commit}}/{{path}}#L{{line}}."),
        )
    return template
