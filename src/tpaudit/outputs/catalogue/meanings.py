"""Explanations of words: a field, a vocabulary, a term, or an editor's settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tpaudit.exchange.cells import choices
from tpaudit.fields import Entry, keys_of, model_in
from tpaudit.inventory.files import RootFile
from tpaudit.inventory.schema.descriptions import description, descriptions
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words import vocabulary
from tpaudit.inventory.words.glossary import TERMS
from tpaudit.inventory.words.terms import CHANNEL_NAME
from tpaudit.messages import Language, render, say, shown, translate
from tpaudit.outputs.catalogue.setups import FORMATTERS, SERVERS
from tpaudit.outputs.catalogue.words import WORDS
from tpaudit.outputs.lines import EMPTY, Line, line, piece, printed, table

_LISTED = ("phases", "segments", "owners", "channels", "events", "audiences", "discovery")
_PLURALS = {"channels": "channel", "types": "type", "phases": "phase", "events": "event", "touchpoints": "touchpoint"}


def as_text(word: str, language: Language, *, width: int | None, color: bool) -> str:
    """Return the explanation of a word; empty if there is none."""
    lines = list(_lines(word.strip(), language))
    return printed(lines, width=width, color=color) if lines else ""


def words() -> Iterator[str]:
    """Yield all words that can be explained, the fields of touchpoints first."""
    yield from keys_of(Touchpoint)
    for key in keys_of(Touchpoint):
        inner = _model_of(Touchpoint, key)
        if inner is not None:
            yield from (f"{key}.{below}" for below in keys_of(inner))
    yield from keys_of(RootFile)
    yield from TERMS
    yield from (*_VOCABULARIES, "fmt", "lsp")
    for words_of_kind in WORDS.values():
        yield from words_of_kind


def _lines(word: str, language: Language) -> Iterator[Line]:
    plain = word.casefold().replace("-", "_")
    singular = _PLURALS.get(plain, plain)
    if plain in ("fmt", "lsp"):
        yield from _setup(plain, language)
        return
    term = TERMS.get(word.casefold().replace("_", " ").replace("-", " ")) or TERMS.get(singular)
    if term is not None:
        yield line(piece(word, "title"))
        yield line(piece(render(term, language)), hang=0)
    found = _field(plain)
    if found is not None and (term is None or plain != "touchpoint"):
        if term is not None:
            yield EMPTY
        yield from _of_field(plain, *found, language)
    model = Touchpoint if singular == "touchpoint" else _entry_model(singular)
    if model is not None and (found is None or model is Touchpoint):
        if term is not None:
            yield EMPTY
        else:
            yield line(piece(word, "title"))
        yield from _keys(model, language)
    listed = _VOCABULARIES.get(singular)
    if listed is not None:
        if term is not None or found is not None:
            yield EMPTY
        yield from listed(language)
    if term is None and found is None and model is None and listed is None:
        yield from _of_vocabulary(plain, language)


def _of_vocabulary(word: str, language: Language) -> Iterator[Line]:
    """Yield the vocabularies' lines about one of their words, each below its vocabulary's heads."""
    for kind, words_of_kind in WORDS.items():
        if word in words_of_kind:
            yield line(piece(word, "title"), piece(f"  {shown(words_of_kind[word], language)}"))
            heads, *rows = _VOCABULARIES[kind](language)
            yield heads
            yield from (row for row in rows if "".join(part.text for part in row.pieces).split()[0] == word)


def _field(word: str) -> tuple[type[Entry], tuple[str, ...]] | None:
    """Return the model and path of a field: of a touchpoint first, then of the root file and of what it lists."""
    path = tuple(word.split("."))
    if description(Touchpoint, path):
        return Touchpoint, path
    for key in _LISTED:
        model = _model_of(RootFile, key)
        singular = key.removesuffix("s")
        if model is not None and path[0] in (singular, key) and description(model, path[1:]):
            return model, path[1:]
    if description(RootFile, path):
        return RootFile, path
    for key in _LISTED:
        model = _model_of(RootFile, key)
        if model is not None and description(model, path):
            return model, path
    return None


def _entry_model(singular: str) -> type[Entry] | None:
    """Return the model of what the root file lists under the plural."""
    return _model_of(RootFile, f"{singular}s") if f"{singular}s" in _LISTED else None


def _model_of(model: type[Entry], key: str) -> type[Entry] | None:
    name = keys_of(model).get(key)
    return None if name is None else model_in(model.model_fields[name].annotation)


def _of_field(word: str, model: type[Entry], path: tuple[str, ...], language: Language) -> Iterator[Line]:
    where = render(say("a field of {model}", model=_named(model)), language)
    yield line(piece(word, "title"), piece(f"  {where}", "dim"))
    yield line(piece(translate(description(model, path), language)), hang=0)
    allowed = choices(model, path)
    if allowed and path[-1] not in _VOCABULARIES:
        text = render(say("One of: {choices}", choices=", ".join(allowed)), language)
        yield line(piece(text), hang=0)
    inner: type[Entry] | None = model
    for step in path:
        inner = _model_of(inner, step) if inner is not None else None
    if inner is not None:
        yield EMPTY
        yield from _keys(inner, language)
    example = _EXAMPLES.get(path[-1])
    if example:
        yield EMPTY
        yield line(piece(translate("Example", language), "title"))
        for text in example.splitlines():
            yield line(piece(text), indent=2, hang=0)


def _named(model: type[Entry]) -> str:
    return {"RootFile": "tpaudit.yaml"}.get(model.__name__, model.__name__.lower())


def _keys(model: type[Entry], language: Language) -> Iterator[Line]:
    texts = descriptions(model)
    rows = [
        (piece(f"  {key}"), piece(translate(texts.get(name, ""), language))) for key, name in keys_of(model).items()
    ]
    indent = max(len(key) for key in keys_of(model)) + 4
    for row in table(rows, left=2):
        yield Line(row.pieces, hang=indent)


def _channels(language: Language) -> Iterator[Line]:
    heads = ("channel", *(translate(head, language) for head in ("name", "context", "medium", "addressed")))
    rows = [tuple(piece(head, "title") for head in heads)]
    for channel in vocabulary.CHANNELS.values():
        answer = translate("yes", language) if channel["addressed"] else translate("no", language)
        name = shown(CHANNEL_NAME[channel["id"]], language)
        rows.append(tuple(map(piece, (channel["id"], name, channel["context"], channel["medium"], answer))))
    yield from table(rows, left=5)


_ = (say("name"), say("context"), say("medium"), say("addressed"), say("yes"), say("no"), say("Example"))


def _types(language: Language) -> Iterator[Line]:
    heads = ("type", "form", "initiation", "value", "transactional")
    rows = [tuple(piece(head, "title") for head in heads)]
    for word, defaults in vocabulary.TYPES.items():
        answer = translate("yes", language) if defaults.transactional else translate("no", language)
        rows.append(
            tuple(map(piece, (word, defaults.form or "-", defaults.initiation or "-", defaults.value or "-", answer)))
        )
    yield from table(rows, left=5)


def _phases(language: Language) -> Iterator[Line]:
    rows = [tuple(piece(head, "title") for head in ("phase", "window", "stage", "scope"))]
    for word, phase in vocabulary.PHASES.items():
        both = word in vocabulary.PHASES_IN_SCOPE["post_sale"]
        window = phase.get("window")
        text = f"{_end(window['from'])} - {_end(window['to'])}" if window else translate("ongoing", language)
        rows.append(tuple(map(piece, (word, text, str(phase["stage"]), "post_sale, full" if both else "full"))))
    yield from table(rows, left=4)


def _end(end: object) -> str:
    if isinstance(end, Mapping):
        return " ".join(f"{end['at']} {key} {end[key]}" for key in ("after", "before") if key in end)
    return str(end)


def _events(language: Language) -> Iterator[Line]:
    rows = [tuple(piece(head, "title") for head in ("event", "started_by"))]
    for word, event in vocabulary.EVENTS.items():
        dated = word in vocabulary.CONTRACT_EVENTS
        answer = translate("the contract; it has a date", language) if dated else str(event.get("started_by", ""))
        rows.append((piece(word), piece(answer)))
    yield from table(rows, left=2)


_VOCABULARIES = {"channel": _channels, "type": _types, "phase": _phases, "event": _events}
"""The vocabularies that are listed in full, by word."""


def _setup(word: str, language: Language) -> Iterator[Line]:
    hint, blocks = FORMATTERS if word == "fmt" else SERVERS
    yield line(piece(render(hint, language)), hang=0)
    for title, text in blocks.items():
        yield EMPTY
        yield line(piece(title, "title"))
        for part in text.splitlines():
            yield line(piece(part), indent=2, hang=0)


_EXAMPLES: Mapping[str, str] = {
    "timing": "timing:                 # day 14, 28, 42 ... to the end of the phase\n  every: 2w\n  at: 14d\n"
    "timing:                 # 90 days before each term ends\n  at: 90d\n  before: contract_end\n"
    "timing:                 # a day after each ticket\n  at: 1d\n  after: ticket_opened\n"
    "timing:\n  as_needed: true       # neither days nor rate, on purpose",
    "every": "timing:\n  every: 3mo            # first after three months",
    "reach": "reach: 40%",
    "channel": "channel: [email, sms]",
    "metrics": "metrics:\n  - name: Solved with the first answer\n    family: resolution\n    target: 65%",
    "leads_to": "leads_to:\n  - to: first-review\n    handoff: Written summary",
    "waive": "waive:\n  - rule: TIM004\n    reason: Customers start by themselves\n    until: 2027-06-30",
    "contact_budget": "contact_budget:\n  per_week: 2\n  channels:\n    phone:\n      per_quarter: 3",
    "window": "window:\n  from: 0d\n  to: 90d",
    "share": "share: 30%",
}  # fmt: skip
