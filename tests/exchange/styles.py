"""Ordinary ways to write YAML, each with edits and the text that they must lead to."""

from __future__ import annotations

from typing import NamedTuple

from tpaudit.loading.changes import Change, Remove, Rename, Set


class Style(NamedTuple):
    """A way of writing with the changes asked for and the text wanted."""

    name: str
    before: str
    changes: tuple[Change, ...]
    after: str


STYLES = (
    Style(
        "block, a field changed",
        "touchpoints:\n  - id: a\n    name: A\n",
        (Set(("touchpoints", 0, "name"), "B"),),
        "touchpoints:\n  - id: a\n    name: B\n",
    ),
    Style(
        "comments everywhere",
        "# top\ntouchpoints: # list\n  # before\n  - id: a # the id\n    # inside\n    name: A   # the name\n"
        "  # between\n  - id: b\n    name: B # b\n# end\n",
        (
            Set(("touchpoints", 0, "name"), "Ä"),
            Set(("touchpoints", 0, "owner"), "csm"),
            Set(("touchpoints", 1, "owner"), "support"),
        ),
        "# top\ntouchpoints: # list\n  # before\n  - id: a # the id\n    # inside\n    name: Ä   # the name\n"
        "    owner: csm\n  # between\n  - id: b\n    name: B # b\n    owner: support\n# end\n",
    ),
    Style(
        "a removed field's comment stays",
        "touchpoints:\n  - id: a\n    owner: csm # ask Jo\n    name: A\n",
        (Remove(("touchpoints", 0, "owner")),),
        "touchpoints:\n  - id: a\n    # ask Jo\n    name: A\n",
    ),
    Style(
        "flow",
        "touchpoints:\n  - {id: a, name: 'A, B', channel: [email, sms]} # one\n  - { id: b, name: B }\n",
        (
            Set(("touchpoints", 0, "name"), "It's, new"),
            Set(("touchpoints", 0, "channel", 2), "phone"),
            Set(("touchpoints", 1, "owner"), "csm"),
            Set(("touchpoints", 1, "timing"), {"at": "7d"}),
        ),
        "touchpoints:\n  - {id: a, name: 'It''s, new', channel: [email, sms, phone]} # one\n"
        "  - { id: b, name: B, owner: csm, timing: {at: 7d} }\n",
    ),
    Style(
        "flow over several lines with comments and a comma at the end",
        "a: {\n  x: 1, # one\n  y: 2, # two\n}\nb: [\n  p,\n  q # last\n]\n",
        (Set(("a", "z"), 3), Set(("b", 2), "r"), Set(("a", "x"), 9)),
        "a: {\n  x: 9, # one\n  y: 2, z: 3, # two\n}\nb: [\n  p,\n  q, r # last\n]\n",
    ),
    Style(
        "removing from flow",
        "a: {x: 1, y: 2, z: 3}\nb: [p, q, r]\nc: [only]\n",
        (Remove(("a", "x")), Remove(("b", 2)), Remove(("c", 0))),
        "a: {y: 2, z: 3}\nb: [p, q]\nc: []\n",
    ),
    Style(
        "double quotes stay",
        'a: "one"\nb: "two \\u00e4" # c\n',
        (Set(("a",), "eins"), Set(("b",), 'say "zwei"')),
        'a: "eins"\nb: "say \\"zwei\\"" # c\n',
    ),
    Style(
        "single quotes stay",
        "a: 'one'\n'b c': 'it''s'\n",
        (Set(("a",), "it's"), Rename(("b c",), "d")),
        "a: 'it''s'\n'd': 'it''s'\n",
    ),
    Style(
        "an anchor keeps its name, an alias is replaced",
        "a: &x csm\nb: *x\nc: *x\n",
        (Set(("b",), "support"),),
        "a: &x csm\nb: support\nc: *x\n",
    ),
    Style(
        "a merged key is said anew",
        "base: &base\n  owner: csm\n  phase: onboarding\ntouchpoints:\n  - <<: *base\n    id: a\n    name: A\n",
        (Set(("touchpoints", 0, "owner"), "support"),),
        "base: &base\n  owner: csm\n  phase: onboarding\ntouchpoints:\n  - <<: *base\n    id: a\n    name: A\n"
        "    owner: support\n",
    ),
    Style(
        "CRLF",
        "touchpoints:\r\n  - id: a # x\r\n    name: A\r\n",
        (Set(("touchpoints", 0, "owner"), "csm"), Set(("touchpoints", 1), {"id": "b", "name": "B"})),
        "touchpoints:\r\n  - id: a # x\r\n    name: A\r\n    owner: csm\r\n  - id: b\r\n    name: B\r\n",
    ),
    Style(
        "byte order mark",
        "\ufeffname: Ä\nb: 1\n",
        (Set(("name",), "Ö"), Set(("c",), 2)),
        "\ufeffname: Ö\nb: 1\nc: 2\n",
    ),
    Style(
        "umlauts and emoji before the place",
        "ä: {ö: ü, 😀: 😎, z: 1} # ß\n",
        (Set(("ä", "z"), 2),),
        "ä: {ö: ü, 😀: 😎, z: 2} # ß\n",
    ),
    Style(
        "long line",
        "a: " + "word " * 60 + "end # why\nb: 1\n",
        (Set(("a",), "x " * 100 + "y"),),
        "a: " + "x " * 100 + "y # why\nb: 1\n",
    ),
    Style(
        "unindented lists",
        "touchpoints:\n- id: a\n  tags:\n  - x\n- id: b\n",
        (Set(("touchpoints", 0, "tags", 1), "y"), Set(("touchpoints", 1, "waive"), [{"rule": "X", "reason": "r"}])),
        "touchpoints:\n- id: a\n  tags:\n  - x\n  - y\n- id: b\n  waive:\n  - rule: X\n    reason: r\n",
    ),
    Style(
        "indented lists",
        "touchpoints:\n    -   id: a\n        tags:\n            - x\n",
        (Set(("touchpoints", 0, "tags", 1), "y"), Set(("touchpoints", 0, "owner"), "csm")),
        "touchpoints:\n    -   id: a\n        tags:\n            - x\n            - y\n        owner: csm\n",
    ),
    Style(
        "hyphen on a line of its own",
        "touchpoints:\n  -\n    id: a\n    name: A\n  -\n    id: b\n",
        (Set(("touchpoints", 1, "name"), "B"), Remove(("touchpoints", 0))),
        "touchpoints:\n  -\n    id: b\n    name: B\n",
    ),
    Style(
        "texts over several lines",
        "a: |\n  one\n  two\n\nb: >-\n  folded\n  text\n\n\n# c\nc: plain\n  goes on\nd: 1\n",
        (Set(("a",), "short"), Set(("b2",), "n", ("b",)), Set(("c",), "x")),
        "a: short\n\nb: >-\n  folded\n  text\nb2: n\n\n\n# c\nc: x\nd: 1\n",
    ),
    Style(
        "a text over several lines gets written",
        "a: one # c\nb: 2\nc: | # why\n  x\n",
        (Set(("d",), "first\nsecond"), Set(("c",), "y")),
        "a: one # c\nb: 2\nc: y # why\nd: |-\n  first\n  second\n",
    ),
    Style(
        "marks of documents",
        "%YAML 1.2\n---\n# c\na: 1\nb: 2\n...\n",
        (Set(("c",), 3), Remove(("a",))),
        "%YAML 1.2\n---\n# c\nb: 2\nc: 3\n...\n",
    ),
    Style(
        "tabs in comments and before them",
        "a: 1\t# tab\there\nb:\t2\n",
        (Set(("a",), 3), Set(("b",), 4), Set(("c",), 5)),
        "a: 3\t# tab\there\nb:\t4\nc: 5\n",
    ),
    Style(
        "spaces at line ends",
        "a: 1  \nb:   \n  - x  \n  - y \nc: 2 \n",
        (Set(("a",), 2), Set(("b", 2), "z"), Remove(("c",))),
        "a: 2  \nb:   \n  - x  \n  - y \n  - z\n",
    ),
    Style(
        "no line end at the end",
        "a: 1\nb:\n  - x",
        (Set(("b", 1), "y"), Set(("c",), 2)),
        "a: 1\nb:\n  - x\n  - y\nc: 2",
    ),
    Style(
        "the last lines removed, no line end at the end",
        "a: 1\nb:\n  x: 1\n  y: 2",
        (Remove(("b",)),),
        "a: 1",
    ),
    Style(
        "empty values",
        "a:\nb: ~\nc: {}\nd: [] # none\ne: null # x\n",
        (
            Set(("a",), 1),
            Set(("b", "x"), 2),
            Set(("c", "y"), "z"),
            Set(("d", 0), "q"),
            Set(("e",), {"at": "7d"}),
        ),
        "a: 1\nb:\n  x: 2\nc:\n  y: z\nd: [q] # none\ne: # x\n  at: 7d\n",
    ),
    Style(
        "a value becomes a list and back",
        "a: x # why\nb:\n  - p\n  - q\nc: 1\n",
        (Set(("a",), ["x", "y"]), Set(("b",), "p")),
        "a: [x, y] # why\nb: p\nc: 1\n",
    ),
    Style(
        "a mapping is compared with the new one",
        "timing:\n  every: 3mo # quarterly\n  at: 7d\n  # until when?\nb: 1\n",
        (Set(("timing",), {"every": "1mo", "times": 3}),),
        "timing:\n  every: 1mo # quarterly\n  times: 3\n  # until when?\nb: 1\n",
    ),
    Style(
        "the first key of an item renamed, the second removed",
        "l:\n  - nmae: A # c\n    id: a\n    x: 1\n",
        (Rename(("l", 0, "nmae"), "name"), Remove(("l", 0, "id"))),
        "l:\n  - name: A # c\n    x: 1\n",
    ),
    Style(
        "the first key of an item removed",
        "l:\n  - id: a\n    x: 1\n",
        (Remove(("l", 0, "id")),),
        "l:\n  - x: 1\n",
    ),
    Style(
        "an item removed with its comment kept",
        "waive:\n  # the old one\n  - rule: X # stale\n    reason: r\n\n  - rule: Y\n    reason: s\n",
        (Remove(("waive", 0)),),
        "waive:\n  # the old one\n  # stale\n\n  - rule: Y\n    reason: s\n",
    ),
    Style(
        "the only item removed",
        "a:\n  waive:\n    - rule: X\n      reason: r\n  b: 1\n",
        (Remove(("a", "waive", 0)),),
        "a:\n  waive: []\n  b: 1\n",
    ),
    Style(
        "texts that need quotes",
        "a: 1\n",
        (
            Set(("b",), "yes"),
            Set(("c",), "12"),
            Set(("d",), "x: y"),
            Set(("e",), "it's # no comment"),
            Set(("f",), "- dash"),
            Set(("g",), "tab\there"),
            Set(("h",), ""),
            Set(("i",), "90%"),
            Set(("j",), "10:30"),
            Set(("k",), "2027-03-01"),
        ),
        'a: 1\nb: "yes"\nc: "12"\nd: "x: y"\ne: "it\'s # no comment"\nf: "- dash"\ng: "tab\\there"\nh: ""\ni: 90%\n'
        'j: "10:30"\nk: 2027-03-01\n',
    ),
    Style(
        "old Macintosh line ends",
        "a: 1\rb: 2\r",
        (Set(("c",), 3),),
        "a: 1\rb: 2\rc: 3\r",
    ),
    Style(
        "line ends of YAML 1.1 in texts",
        'a: "x\u2028y\u0085z"\nb: 1\n',
        (Set(("b",), 2),),
        'a: "x\u2028y\u0085z"\nb: 2\n',
    ),
)


class Refusal(NamedTuple):
    """A change that cannot be made safely (`which` of those asked for), the line of its place, and the result."""

    name: str
    before: str
    changes: tuple[Change, ...]
    line: int
    after: str
    which: int = 0


REFUSED = (
    Refusal(
        "what an anchor shares",
        "a: &x {p: 1}\nb: *x\nc: 1\n",
        (Set(("a", "p"), 2), Set(("c",), 2)),
        1,
        "a: &x {p: 1}\nb: *x\nc: 2\n",
    ),
    Refusal(
        "what stands behind an alias",
        "a: &x\n  p: 1\nb: *x\nc: 1\n",
        (Set(("b", "p"), 2), Set(("c",), 2)),
        2,
        "a: &x\n  p: 1\nb: *x\nc: 2\n",
    ),
    Refusal(
        "a merged key cannot be removed",
        "a: &x\n  p: 1\nb:\n  <<: *x\n  q: 2\n",
        (Remove(("b", "p")),),
        2,
        "a: &x\n  p: 1\nb:\n  <<: *x\n  q: 2\n",
    ),
    Refusal(
        "a comment in what would be replaced",
        "a:\n  - x # why\n  - y\nb: 1\n",
        (Set(("a",), "z"), Set(("b",), 2)),
        1,
        "a:\n  - x # why\n  - y\nb: 2\n",
    ),
    Refusal(
        "a name that is taken",
        "a: 1\nb: 2\nc: 3\n",
        (Rename(("a",), "b"), Set(("c",), 4)),
        1,
        "a: 1\nb: 2\nc: 4\n",
    ),
    Refusal(
        "nothing there",
        "a: 1\n",
        (Remove(("b",)),),
        1,
        "a: 1\n",
    ),
    Refusal(
        "an anchor that others use, in what would be removed",
        "a: &x csm\nb: *x\n",
        (Remove(("a",)),),
        1,
        "a: &x csm\nb: *x\n",
    ),
    Refusal(
        "two things in the same stretch",
        "a: {p: 1, q: 2}\n",
        (Remove(("a", "q")), Remove(("a", "p"))),
        1,
        "a: {p: 1}\n",
        which=1,
    ),
)
