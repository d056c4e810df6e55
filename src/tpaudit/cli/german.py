"""The command line's own words in German: help texts through the catalogue, the parser's sentences by pattern.

The parser says what is wrong in English and knows no catalogue, so its finished text is translated line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tpaudit.messages import translate

_TITLES = {"Options": "Optionen", "Commands": "Befehle", "Arguments": "Argumente"}

_SAID = tuple(
    (re.compile(pattern, re.MULTILINE), german)
    for pattern, german in (
        (r"^Usage:", "Aufruf:"),
        (r"^Try '(.*) (-h|--help)' for help\.$", r"Hilfe: \1 \2"),
        (r"^Error: ", "Fehler: "),
        (r"^(Options|Commands|Arguments):$", lambda match: f"{_TITLES[match[1]]}:"),
        (r"No such option: (\S+?)(?=[ .]|$)\.?", r"Die Option \1 gibt es nicht."),
        (r"\(Possible options: ([^)]*)\)", r"Gemeint ist vielleicht: \1"),
        (r"No such command (\S+)\.", r"Den Befehl \1 gibt es nicht."),
        (r"Did you mean ([^?]*)\?", r"Gemeint ist vielleicht: \1"),
        (r"Invalid value for (.*?): ", r"Ungültiger Wert für \1: "),
        (r"Invalid value: ", "Ungültiger Wert: "),
        (r"\(env var: ('[^']*')\)", r"(Umgebungsvariable \1)"),
        (r"(\S+) is not one of (.*)\.$", r"\1 gibt es hier nicht, nur \2."),
        (r"(\S+) is not a valid (?:integer|int)\.", r"\1 ist keine ganze Zahl."),
        (r"(\S+) is not in the range (\S+)\.", r"\1 liegt außerhalb von \2."),
        (r"Input should be (?:greater|less) than or equal to (\S+)", r"die Grenze ist \1"),
        (r"Missing argument (.*)\.$", r"Es fehlt \1."),
        (r"Missing (?:option|parameter):? (.*)\.$", r"Es fehlt die Option \1."),
        (r"Missing command\.", "Es fehlt ein Befehl."),
        (r"Option (\S+) requires an argument\.", r"Die Option \1 braucht einen Wert."),
        (r"Option (\S+) does not take a value\.", r"Die Option \1 hat keinen Wert."),
        (r"Got unexpected extra arguments? \((.*)\)", r"Überzählig: \1"),
        (r"Show this message and exit\.", "Diese Hilfe zeigen."),
        (r"env(\s+)var:(\s)", lambda match: "Umgebung:" + (match[1] if "\n" in match[1] else match[2])),
        (r"\bdefault:(\s)", r"sonst:\1"),
        (r"\[required\]", "[nötig]"),
        (r"\[OPTIONS\]", "[OPTIONEN]"),
        (r"COMMAND \[ARGS\]", "BEFEHL [ARGUMENTE]"),
    )
)


def translated(text: str) -> str:
    """Return the parser's text in German."""
    for pattern, german in _SAID:
        text = pattern.sub(german, text)
    return text


def translate_help(command: Any) -> None:
    """Translate the help of a command, of its options, and of the commands below it."""
    for name in ("help", "short_help", "epilog"):
        text = getattr(command, name, None)
        if text:
            setattr(command, name, "\n\n".join(map(_paragraph, text.split("\n\n"))))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = translate(parameter.help, "de")
    below: Iterable[Any] = getattr(command, "commands", {}).values()
    for subcommand in below:
        translate_help(subcommand)


def _paragraph(text: str) -> str:
    """Return a paragraph of a help text in German; examples are the same in every language."""
    return text.replace("Examples:", "Beispiele:") if text.startswith("\b") else translate(text, "de")
