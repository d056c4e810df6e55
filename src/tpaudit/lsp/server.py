"""The server: answers requests from the last audit; audits run in the background, and only the newest counts."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from tpaudit import __version__
from tpaudit.inventory.subject import Kind
from tpaudit.loading.discovery import Root
from tpaudit.loading.documents import Document
from tpaudit.loading.places import Span
from tpaudit.loading.usage import UsageError
from tpaudit.lsp import actions as doing
from tpaudit.lsp import diagnostics, hovering, navigating, outline
from tpaudit.lsp.completing import completions
from tpaudit.lsp.cursor import Cursor, cursor
from tpaudit.lsp.positions import column_of, differing, range_of, uri_of
from tpaudit.lsp.project import Parser, State, audited, lines_of, root_of, syntax
from tpaudit.messages import Language, render

SYNTAX_AFTER, AUDIT_AFTER, IDLE_AFTER = 0.08, 0.35, 2.0
"""Seconds without a keystroke until a file's syntax is checked, everything is audited, and memory is collected."""

Result = TypeVar("Result")
Diagnostics = tuple[types.Diagnostic, ...]


class Desk:
    """The server's state: open texts, the last audit of each inventory, and what the editor shows."""

    def __init__(self, server: LanguageServer, today: Callable[[], date], language: Language | None) -> None:
        self.server = server
        self.today = today
        self.language = language
        self.texts: dict[Path, str] = {}
        self.states: dict[Path, State] = {}
        self.roots: dict[Path, Root | None] = {}
        self.shown: dict[Path, Diagnostics] = {}
        self.parser = Parser()
        self._pending: asyncio.Task[None] | None = None
        # One worker: two audits at once would only take turns.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="audit")

    def root(self, path: Path) -> Root | None:
        """Return the root to which a file belongs."""
        if path not in self.roots:
            self.roots[path] = root_of(path, self.texts)
        return self.roots[path]

    def state(self, path: Path) -> State | None:
        """Return the last audit of the inventory to which a file belongs."""
        root = self.root(path)
        return None if root is None else self.states.get(root.path)

    def speaks(self, state: State | None) -> Language:
        """Return the language of messages about an inventory."""
        return self.language or (state.inventory.settings.language if state is not None else "en")

    def changed(self, path: Path, text: str | None) -> None:
        """Take in a file's new text, None if it was closed, and audit when typing pauses."""
        if text is None:
            self.texts.pop(path, None)
        else:
            self.texts[path] = text
        self.look_again(path)

    def look_again(self, path: Path | None) -> None:
        """Audit when typing pauses."""
        if self._pending is not None:
            self._pending.cancel()
        self._pending = asyncio.ensure_future(self._refresh(path))

    async def _refresh(self, path: Path | None) -> None:
        await asyncio.sleep(SYNTAX_AFTER)
        if path is not None and path in self.texts:
            await self._show_syntax(path)
        await asyncio.sleep(AUDIT_AFTER - SYNTAX_AFTER)
        self.roots.clear()
        roots = dict.fromkeys(root for open_ in list(self.texts) if (root := self.root(open_)) is not None)
        for root in roots:
            await self._audit(root)
        await asyncio.sleep(IDLE_AFTER)
        gc.collect()

    async def _show_syntax(self, path: Path) -> None:
        text = self.texts[path]
        faults = await self._beside(lambda: syntax(path.name, text, self.parser))
        state = self.state(path)
        if faults and self.texts.get(path) == text:
            published = diagnostics.of_faults(faults, lines_of(text.encode()), self.speaks(state))
            # Earlier findings stay until the next audit: a missing comma does not fix the plan.
            kept = tuple(
                diagnostic for diagnostic in self.shown.get(path, ()) if diagnostic.code not in ("INV001", "INV002")
            )
            self._publish(path, (*published, *kept))

    async def _audit(self, root: Root) -> None:
        texts = dict(self.texts)
        today = self.today()

        def looked_through() -> tuple[State, dict[Path, Diagnostics]]:
            state = audited(root, texts, today, self.parser)
            return state, diagnostics.of_state(state, self.speaks(state))

        state, found = await self._beside(looked_through)
        if texts != self.texts:
            return  # a newer audit is on its way
        self.states[root.path] = state
        inside = [path for path in self.shown if path not in found and self.root(path) == root]
        for path in inside:
            self._publish(path, ())
        for path, to_publish in found.items():
            self._publish(path, to_publish)
            await asyncio.sleep(0)  # what the editor asks meanwhile is answered between two files

    def _publish(self, path: Path, to_publish: Diagnostics) -> None:
        if self.shown.get(path) == to_publish:
            return
        self.shown[path] = to_publish
        parameters = types.PublishDiagnosticsParams(uri_of(path), list(to_publish))
        self.server.text_document_publish_diagnostics(parameters)

    async def _beside(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def at(self, uri: str, where: types.Position) -> tuple[Path, Cursor, tuple[str, ...]]:
        """Return what is at a place of an open file."""
        path = _path(uri)
        lines = lines_of(self.texts.get(path, "").encode("utf-8", "surrogatepass"))
        text = lines[where.line] if where.line < len(lines) else ""
        return path, cursor(lines, where.line, column_of(text, where.character)), lines

    def document(self, uri: str) -> Document | None:
        """Return an open file, as far as it can be parsed."""
        path = _path(uri)
        return self.parser(path.name, self.texts.get(path, "").encode("utf-8", "surrogatepass"))[0]

    def entry(self, uri: str, where: types.Position) -> tuple[State, Kind, str] | None:
        """Return the entry named at a place, with the audit of its inventory."""
        path, at, _ = self.at(uri, where)
        state = self.state(path)
        found = hovering.meant(at, state.inventory) if state is not None else None
        return None if state is None or found is None else (state, *found)

    def location(self, state: State, spot: navigating.Spot) -> types.Location:
        """Return a place of an inventory in the protocol's terms."""
        return types.Location(uri_of(state.path(spot.file)), range_of(spot.span, state.lines(spot.file)))

    def given(self, state: State) -> Mapping[str, bytes]:
        """Return the open files of an inventory by their paths below the root's folder."""
        top = state.root.path.parent
        return {
            path.relative_to(top).as_posix(): text.encode("utf-8", "surrogatepass")
            for path, text in self.texts.items()
            if path.is_relative_to(top)
        }


def _path(uri: str) -> Path:
    return Path(to_fs_path(uri) or "untitled.yaml").resolve()


def create(today: Callable[[], date], language: Language | None = None) -> LanguageServer:
    """Return the server with all its features; `today` is called at each audit, since editors run for days."""
    server = LanguageServer("tpaudit", __version__)
    desk = Desk(server, today, language)
    _documents(server, desk)
    _reading(server, desk)
    _navigating(server, desk)
    _outlining(server, desk)
    _changing(server, desk)
    _renaming(server, desk)
    return server


def _documents(server: LanguageServer, desk: Desk) -> None:
    def take(uri: str) -> None:
        desk.changed(_path(uri), server.workspace.get_text_document(uri).source)

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        # Collecting garbage during an answer would be felt while typing; it is done when nobody types.
        gc.disable()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(given: types.DidOpenTextDocumentParams) -> None:
        take(given.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(given: types.DidChangeTextDocumentParams) -> None:
        take(given.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(given: types.DidSaveTextDocumentParams) -> None:
        desk.look_again(_path(given.text_document.uri))

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(given: types.DidCloseTextDocumentParams) -> None:
        desk.changed(_path(given.text_document.uri), None)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def did_change_watched_files(_: types.DidChangeWatchedFilesParams) -> None:
        desk.look_again(None)


def _reading(server: LanguageServer, desk: Desk) -> None:
    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" ", "[", ","]))
    def completion(given: types.CompletionParams) -> types.CompletionList:
        path, at, _ = desk.at(given.text_document.uri, given.position)
        state = desk.state(path)
        items = completions(at, state.inventory, desk.speaks(state)) if state is not None else []
        return types.CompletionList(is_incomplete=False, items=items)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(given: types.HoverParams) -> types.Hover | None:
        path, at, _ = desk.at(given.text_document.uri, given.position)
        state = desk.state(path)
        text = hovering.hover(at, state, desk.speaks(state)) if state is not None else None
        return None if text is None else types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text))


def _navigating(server: LanguageServer, desk: Desk) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(given: types.DefinitionParams) -> types.Location | None:
        found = desk.entry(given.text_document.uri, given.position)
        if found is None:
            return None
        state, kind, id_ = found
        spot = navigating.definition(state.inventory, kind, id_)
        return None if spot is None else desk.location(state, spot)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(given: types.ReferenceParams) -> list[types.Location]:
        found = desk.entry(given.text_document.uri, given.position)
        if found is None:
            return []
        state, kind, id_ = found
        spots = list(navigating.references(state.inventory, kind, id_))
        own = navigating.definition(state.inventory, kind, id_)
        if given.context.include_declaration and own is not None:
            spots.insert(0, own)
        return [desk.location(state, spot) for spot in spots]


def _outlining(server: LanguageServer, desk: Desk) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def document_symbol(given: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        document = desk.document(given.text_document.uri)
        return [] if document is None else outline.document_symbols(document)

    @server.feature(types.WORKSPACE_SYMBOL)
    def workspace_symbol(given: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        query = given.query.lower()
        return [
            types.WorkspaceSymbol(desk.location(state, spot), id_, types.SymbolKind.Object, container_name=name)
            for state in desk.states.values()
            for _, id_, name, spot in navigating.symbols(state.inventory)
            if query in f"{id_} {name}".lower()
        ]

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folding_range(given: types.FoldingRangeParams) -> list[types.FoldingRange]:
        document = desk.document(given.text_document.uri)
        return [] if document is None else outline.folding(document)

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def code_lens(given: types.CodeLensParams) -> list[types.CodeLens]:
        path = _path(given.text_document.uri)
        state = desk.state(path)
        if state is None or not path.is_relative_to(state.root.path.parent):
            return []
        return outline.lenses(state, path.relative_to(state.root.path.parent).as_posix(), desk.speaks(state))


def _changing(server: LanguageServer, desk: Desk) -> None:
    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION)
    def code_action(given: types.CodeActionParams) -> list[types.CodeAction]:
        state = desk.state(_path(given.text_document.uri))
        if state is None:
            return []
        shown: dict[str, types.Diagnostic] = {}
        for diagnostic in given.context.diagnostics:
            data: Any = diagnostic.data
            if isinstance(data, dict) and isinstance(data.get("fingerprint"), str):
                shown[data["fingerprint"]] = diagnostic
        return [
            types.CodeAction(
                action.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[shown[action.fingerprint]],
                is_preferred=action.preferred or None,
                edit=_edit(action.edits),
            )
            for action in doing.actions(state, shown, desk.given(state), desk.speaks(state))
        ]


def _renaming(server: LanguageServer, desk: Desk) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare_rename(given: types.PrepareRenameParams) -> types.Range | None:
        found = desk.entry(given.text_document.uri, given.position)
        if found is None or (found[1], found[2]) not in found[0].inventory.origins:
            return None
        _, at, lines = desk.at(given.text_document.uri, given.position)
        row = given.position.line + 1
        return range_of(Span(row, at.start + 1, row, at.start + 1 + len(at.word)), lines)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def rename(given: types.RenameParams) -> types.WorkspaceEdit | None:
        found = desk.entry(given.text_document.uri, given.position)
        if found is None:
            return None
        state, kind, id_ = found
        try:
            return _edit(doing.renamed(state, desk.given(state), kind, id_, given.new_name))
        except UsageError as error:
            raise JsonRpcInvalidParams(render(error.message, desk.speaks(state))) from error


def _edit(edits: tuple[tuple[Path, bytes, bytes], ...]) -> types.WorkspaceEdit:
    changes = {}
    for path, before, after in edits:
        edit = differing(before.decode("utf-8", "surrogatepass"), after.decode("utf-8", "surrogatepass"))
        if edit is not None:
            changes[uri_of(path)] = [edit]
    return types.WorkspaceEdit(changes=changes)
