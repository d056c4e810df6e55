"""Texts from inventories made safe for each medium: the one place that knows how each could be tricked.

JSON and SARIF carry texts exactly: `json_document` only chooses another spelling of the same characters. Code that
prints lines of text passes the finished output through `workflow`.
"""

from __future__ import annotations

import re

# Patterns are texts, which `re` compiles when they are first used: a run needs few of them.

# C0, DEL and C1; bidirectional marks, embeddings, overrides and isolates; line and paragraph separators; invisible
# operators, tag characters and lone surrogates. Zero-width joiners stay: some scripts and emoji need them.
_UNSEEN = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_UNSEEN_IN_DOCUMENTS = _UNSEEN.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f")
_NOT_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
_NAMES = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}

# Runners look for `::` after any whitespace (styles are not stripped, but that may change), and for `##[` anywhere.
# The line feed is left out: each of many blank lines would begin a search that crosses all the others.
_COMMAND = r"(?m)^((?:[^\S\n]|\x1b\[[0-9;]*m)*):(?=:)"
_OLD_COMMAND = r"#(?=#\w*\[)"


def terminal(text: str) -> str:
    r"""Return one line in which whatever could steer a terminal is visible: ``\x1b``, ``\n``, ``\u202e``."""
    return text if text.isascii() and text.isprintable() else re.sub(_UNSEEN, _visible, text)


def workflow(output: str) -> str:
    """Return a finished text output in which no line is a command for the runner of a workflow."""
    if "::" in output:
        output = re.sub(_COMMAND, r"\1: ", output)
    return re.sub(_OLD_COMMAND, "# ", output) if "##" in output else output


def command_message(text: str) -> str:
    """Return the message of a workflow command; its line feeds are meant, as several lines of one message."""
    lines = (terminal(line) for line in text.split("\n"))
    return workflow("\n".join(lines)).replace("%", "%25").replace("\n", "%0A")


def command_property(text: str) -> str:
    """Return the value of a property of a workflow command."""
    return command_message(terminal(text)).replace(":", "%3A").replace(",", "%2C")


def markdown(text: str) -> str:
    """Return a line of Markdown that shows the text and does nothing: no markup, link, mention or emoji code.

    What Markdown interprets is escaped. Mentions, references, bare addresses and emoji codes are found in the text
    after that, so a word joiner, which nobody sees, parts them.
    """
    return re.sub(_BLOCK, r"\g<1>\\", markdown_within(text))


def markdown_within(text: str) -> str:
    """Return the same for text that does not begin a line."""
    line = re.sub(_PARTED, f"\\g<0>{_WORD_JOINER}", terminal(" ".join(text.split())))
    line = re.sub(_SPECIAL, r"\\\g<0>", line)
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def markdown_code(text: str) -> str:
    """Return a code span that shows the text, in a table too."""
    line = terminal(" ".join(text.split()))
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    padding = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{fence}{padding}{line}{padding}{fence}".replace("|", r"\|")


_WORD_JOINER = "\N{WORD JOINER}"
_PARTED = r"""(?i)[@#%~](?=[\w"])|[!&$](?=\d)|:(?=//)|:(?=[\w+-]+:)|\b(?:www|mailto|xmpp)(?=[.:])|\bgh(?=-\d)"""
_SPECIAL = r"[\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_])"
"""An underscore between letters has no meaning in Markdown."""
_BLOCK = r"^(?=[-+=#/])|^(\d+)(?=[.)](?:\s|$))"
"""What begins a list, heading or rule, or is a command of GitLab's at the start of a line."""


def xml(text: str) -> str:
    """Return text that XML may hold, still to be escaped by whoever writes it: illegal characters are dropped."""
    whole = re.sub(_NOT_XML, "", text)
    return re.sub(_UNSEEN, lambda match: match[0] if match[0] in "\t\n" else _visible(match), whole)


def xml_document(document: str) -> str:
    """Return the same XML, spelt so that no line is a command for the runner of a workflow."""
    document = re.sub(_COMMAND, r"\1&#58;", document)
    return re.sub(_OLD_COMMAND, "&#35;", document)


def html_document(document: str) -> str:
    """Return the same HTML, spelt so that it holds no command for the runner of a workflow."""
    return re.sub(_OLD_COMMAND, "&#35;", document)


def json_document(document: str) -> str:
    """Return the same JSON, spelt so that it steers neither a terminal nor the runner of a workflow."""
    document = re.sub(_UNSEEN_IN_DOCUMENTS, _json_escape, document)
    return re.sub(_OLD_COMMAND, r"\\u0023", document)


def csv_cell(text: str) -> str:
    """Return one line that spreadsheets take for text, not for a formula."""
    # Behind a semicolon too, since German spreadsheets take that for the end of a cell.
    line = re.sub(_FORMULA_INSIDE, r"\1'", workflow(terminal(text)))
    return f"'{line}" if line.lstrip().startswith(_FORMULA) or text.startswith(("\t", "\r", "\n")) else line


_FORMULA_INSIDE = r"(;\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])"
_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\N{FULLWIDTH EQUALS SIGN}",
    "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}",
    "\N{FULLWIDTH COMMERCIAL AT}",
)


def _visible(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _NAMES:
        return _NAMES[character]
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _json_escape(match: re.Match[str]) -> str:
    utf16 = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{utf16[start : start + 4]}" for start in range(0, len(utf16), 4))
