"""The language server: drafts as an editor sees them, in the protocol's terms."""

from __future__ import annotations

import asyncio
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from summarise import __version__
from summarise.cli.drafts import Draft, Edit, Mark, Span, span
from summarise.config import Config, find, load
from summarise.errors import AssetError
from summarise.formats.gates import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pygls.workspace import PositionCodec, TextDocument

    from summarise.report import Report

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "suggestion": lsp.DiagnosticSeverity.Information,
}
_MARKDOWN = (".md", ".markdown")
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_PAUSE = 0.15  # seconds without a key before a draft is checked
_LARGEST = 2_000_000  # characters; --max-bytes has the same default


def serve(options: Callable[[], Collection[str]]) -> None:
    """Serve one editor until it leaves; ``options`` gives the keys that a configuration file may hold."""
    # Copies: the library closes what it was given, and the program still looks at its own standard output.
    with os.fdopen(os.dup(0), "rb") as heard, os.fdopen(os.dup(1), "wb") as said:
        server(options).start_io(heard, said)


def server(options: Callable[[], Collection[str]]) -> LanguageServer:
    """Return a server that is ready to start."""
    # Whole texts, not changes: those are counted in lines, of which the library and the protocol have two ideas.
    made = LanguageServer("summarise", __version__, lsp.TextDocumentSyncKind.Full)
    desk = _Desk(made, options)

    @made.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    async def _opened(params: lsp.DidOpenTextDocumentParams) -> None:
        await desk.publish(params.text_document.uri)

    @made.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def _changed(params: lsp.DidChangeTextDocumentParams) -> None:
        uri, version = params.text_document.uri, params.text_document.version
        await asyncio.sleep(_PAUSE)
        if desk.version(uri) == version:
            await desk.publish(uri)

    @made.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def _saved(params: lsp.DidSaveTextDocumentParams) -> None:
        await desk.publish(params.text_document.uri, anew=True)  # the configuration may be what was saved

    @made.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def _closed(params: lsp.DidCloseTextDocumentParams) -> None:
        desk.forget(params.text_document.uri)
        made.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))

    @made.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def _hovered(params: lsp.HoverParams) -> lsp.Hover | None:
        page, at = await desk.asked(params.text_document.uri, lsp.Range(params.position, params.position))
        told = page.draft.hover(at.line, at.column)
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, told)) if told else None

    @made.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix]))
    async def _asked(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        if params.context.only and not any(
            lsp.CodeActionKind.QuickFix.value.startswith(str(getattr(kind, "value", kind)))
            for kind in params.context.only
        ):
            return []
        page, within = await desk.asked(params.text_document.uri, params.range)
        return [page.action(edit) for edit in page.draft.cuts(within)]

    return made


@dataclass(frozen=True, slots=True)
class _Page:
    """A draft with what it takes to speak of its places to this editor."""

    uri: str
    version: int | None
    draft: Draft
    lines: list[str]
    codec: PositionCodec

    def span(self, at: lsp.Range) -> Span:
        """Return a stretch as it is counted here."""
        told = self.codec.range_from_client_units(self.lines, at)
        return Span(told.start.line, told.start.character, told.end.line, told.end.character)

    def range(self, at: Span) -> lsp.Range:
        """Return a stretch as the editor counts it."""
        start, end = lsp.Position(at.line, at.column), lsp.Position(at.end_line, at.end_column)
        return self.codec.range_to_client_units(self.lines, lsp.Range(start, end))

    def diagnostic(self, mark: Mark) -> lsp.Diagnostic:
        """Return a finding as the editor shows it, with its twins as places to go to."""
        return lsp.Diagnostic(
            range=self.range(mark.span),
            message=printable(mark.finding.message),
            severity=_SEVERITIES[mark.finding.level],
            code=mark.finding.code,
            source="summarise",
            related_information=[
                lsp.DiagnosticRelatedInformation(lsp.Location(self.uri, self.range(span(s))), printable(s.text))
                for s in mark.others
            ],
        )

    def action(self, edit: Edit) -> lsp.CodeAction:
        """Return an edit as something that the editor offers."""
        return lsp.CodeAction(
            title=edit.title,
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[self.diagnostic(mark) for mark in edit.marks],
            edit=lsp.WorkspaceEdit(changes={self.uri: [lsp.TextEdit(self.range(edit.span), edit.text)]}),
        )


@dataclass(slots=True)
class _Desk:
    """The drafts that are open, each checked once for every version of it that stays for a moment.

    Drafts are checked beside the protocol, one at a time, so that an answer never waits for a check that it has no
    need of.
    """

    server: LanguageServer
    options: Callable[[], Collection[str]]
    _pages: dict[str, _Page] = field(default_factory=dict)
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)
    _complained: set[str] = field(default_factory=set)

    async def asked(self, uri: str, at: lsp.Range) -> tuple[_Page, Span]:
        """Return a draft with all that is to be told of a place in it, and that place.

        Where the place is as it was at the last check, what was found then is enough; else it is checked at once.
        """
        page = self._at_hand(uri)
        if page is None or not page.draft.settled(page.span(at)):
            page = await self._checked(uri)
        return page, page.span(at)

    def version(self, uri: str) -> int | None:
        """Return the version that the editor gave the draft last; None once it is closed."""
        open_ = self.server.workspace.text_documents.get(uri)
        return open_.version if open_ else None

    async def publish(self, uri: str, *, anew: bool = False) -> None:
        """Tell the editor what is found in a draft, unless it has changed before that is known."""
        page = await self._checked(uri, anew=anew)
        if self.version(uri) == page.version:
            found = [page.diagnostic(mark) for mark in page.draft.marks]
            self.server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, page.version))

    def forget(self, uri: str) -> None:
        """Let go of a draft."""
        self._pages.pop(uri, None)

    async def _checked(self, uri: str, *, anew: bool = False) -> _Page:
        """Return a draft as it is now, checked."""
        async with self._one:
            document = self.server.workspace.get_text_document(uri)
            page = self._pages.get(uri)
            if anew or page is None or not _same(page, document):
                page = self._read(document)
                await asyncio.to_thread(lambda: page.draft.marks)
                if self.version(uri) is not None:
                    self._pages[uri] = page
            return page

    def _at_hand(self, uri: str) -> _Page | None:
        """Return a draft as it is now with what the last check found, None when there was none."""
        document = self.server.workspace.get_text_document(uri)
        page = self._pages.get(uri)
        if page is None or _same(page, document):
            return page
        return self._read(document, page.draft.report) if page.draft.report else None

    def _read(self, document: TextDocument, earlier: Report | None = None) -> _Page:
        path = to_fs_path(document.uri) if urlsplit(document.uri).scheme == "file" else None
        source = path or document.uri
        suffix = Path(source).suffix.lower()
        if document.language_id == "markdown" or suffix not in _MARKDOWN:
            suffix = ".md" if document.language_id == "markdown" else ".txt"
        text = document.source if len(document.source) <= _LARGEST else ""
        draft = Draft(text, source, suffix, self._settings(path), earlier)
        return _Page(document.uri, document.version, draft, _LINES.findall(text), document.position_codec)

    def _settings(self, path: str | None) -> Config:
        """Return the configuration for a file; one that is broken is told once and does not count."""
        found = find(Path(path).parent) if path else None
        if found is None:
            return Config()
        try:
            return load(found, self.options())
        except AssetError as error:
            if str(error) not in self._complained:
                self._complained.add(str(error))
                message = lsp.ShowMessageParams(lsp.MessageType.Warning, printable(f"summarise: {error}"))
                self.server.window_show_message(message)
            return Config()


def _same(page: _Page, document: TextDocument) -> bool:
    """Whether a document is still as it was when it was read."""
    return page.version == document.version and page.draft.text == document.source
