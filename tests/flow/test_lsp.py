"""The language server, driven by a client of the protocol over its standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from lsprotocol import types as lsp
from pygls.lsp.client import BaseLanguageClient

from tests.flow.test_drafts import CONFLICT, TEXT

EMOJI = TEXT.replace("Rain put out the last flames.", "Rain 🌧🌧 put out the last flames.")
SEPARATED = TEXT.replace("Mill burns down", "Mill\u2028burns\x0bdown")


class Client(BaseLanguageClient):
    """An editor with one open draft."""

    def __init__(self, uri: str) -> None:
        super().__init__("test", "1")
        self.uri, self.version = uri, 0
        self.published: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()
        self.messages: list[str] = []

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _published(params: lsp.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(params)

        @self.feature(lsp.WINDOW_SHOW_MESSAGE)
        def _message(params: lsp.ShowMessageParams) -> None:
            self.messages.append(params.message)

    async def diagnostics(self) -> list[lsp.Diagnostic]:
        return list((await asyncio.wait_for(self.published.get(), 30)).diagnostics)

    async def open(self, text: str, language: str = "plaintext") -> list[lsp.Diagnostic]:
        item = lsp.TextDocumentItem(self.uri, language, self.version, text)
        self.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return await self.diagnostics()

    def change(self, text: str) -> None:
        self.version += 1
        self.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(self.version, self.uri),
                [lsp.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    async def hover(self, line: int, character: int) -> str:
        found = await self.text_document_hover_async(
            lsp.HoverParams(lsp.TextDocumentIdentifier(self.uri), lsp.Position(line, character))
        )
        return found.contents.value if found else ""

    async def actions(self, at: lsp.Range, only: list[str] | None = None) -> list[lsp.CodeAction]:
        found = await self.text_document_code_action_async(
            lsp.CodeActionParams(lsp.TextDocumentIdentifier(self.uri), at, lsp.CodeActionContext([], only))
        )
        return list(found or ())


@asynccontextmanager
async def client(folder, encodings: list[str] | None = None):
    made = Client((folder / "draft.txt").as_uri())
    await made.start_io(
        sys.executable,
        "-c",
        "from summarise.cli import main; main()",
        "lsp",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    general = lsp.GeneralClientCapabilities(position_encodings=encodings or ["utf-16"])
    await made.initialize_async(lsp.InitializeParams(capabilities=lsp.ClientCapabilities(general=general)))
    made.initialized(lsp.InitializedParams())
    yield made
    await made.shutdown_async(None)
    made.exit(None)
    process = made._server
    await asyncio.wait_for(process.wait(), 20)
    await made.stop()
    assert process.returncode == 0


def session(folder, do, **settings) -> None:
    async def run() -> None:
        async with client(folder, **settings) as made:
            await do(made)

    asyncio.run(run())


def repeats(found: list[lsp.Diagnostic]) -> list[lsp.Diagnostic]:
    return [each for each in found if each.code == "R101"]


def at(start: tuple[int, int], end: tuple[int, int]) -> lsp.Range:
    return lsp.Range(lsp.Position(*start), lsp.Position(*end))


def test_opening_a_draft_shows_its_repeats_with_their_twins(tmp_path):
    async def do(editor: Client) -> None:
        first, second = repeats(await editor.open(TEXT))
        assert (first.range, second.range) == (at((2, 0), (2, 39)), at((4, 30), (4, 69)))
        assert (first.severity, first.source) == (lsp.DiagnosticSeverity.Warning, "summarise")
        (twin,) = first.related_information
        assert twin.location == lsp.Location(editor.uri, second.range)
        assert twin.message == "The mill at Tarn burned down on Monday."

    session(tmp_path, do)


def test_changing_the_draft_shows_what_is_found_in_its_last_state(tmp_path):
    async def do(editor: Client) -> None:
        await editor.open(TEXT)
        for text in (TEXT + "x", TEXT + "xy", CONFLICT):
            editor.change(text)
        found = await editor.diagnostics()
        assert {each.code for each in found if each.code[0] == "R"} == {"R104"}
        assert editor.published.empty()
        editor.change("")
        assert await editor.diagnostics() == []

    session(tmp_path, do)


def test_hovering_shows_the_twin_passage_even_right_after_a_change(tmp_path):
    async def do(editor: Client) -> None:
        await editor.open(CONFLICT)
        editor.change(TEXT)
        assert "> The mill at Tarn burned down on Monday." in await editor.hover(4, 40)
        assert await editor.hover(4, 3) == ""
        assert await editor.hover(999, 999) == ""

    session(tmp_path, do)


def test_a_key_elsewhere_takes_neither_the_twin_nor_the_cut_away(tmp_path):
    async def do(editor: Client) -> None:
        await editor.open(TEXT)
        editor.change(TEXT.replace("Nobody was hurt", "Nobody was hur"))
        assert "> The mill at Tarn burned down on Monday." in await editor.hover(4, 40)
        (action,) = await editor.actions(at((4, 40), (4, 40)))
        assert action.edit.changes[editor.uri][0].range.start.line == 4
        assert len(repeats(await editor.diagnostics())) == 2

    session(tmp_path, do)


def test_the_code_action_cuts_the_repeat(tmp_path):
    async def do(editor: Client) -> None:
        await editor.open(TEXT)
        (action,) = await editor.actions(at((4, 40), (4, 40)))
        assert action.title.startswith("Cut the repeat: “The mill")
        assert action.kind == lsp.CodeActionKind.QuickFix
        (edit,) = action.edit.changes[editor.uri]
        lines = TEXT.split("\n")
        assert edit.range.start.line == edit.range.end.line == 4
        lines[4] = lines[4][: edit.range.start.character] + edit.new_text + lines[4][edit.range.end.character :]
        assert lines[4] == "Rain put out the last flames."
        editor.change("\n".join(lines))
        assert repeats(await editor.diagnostics()) == []
        assert await editor.actions(at((4, 0), (4, 40))) == []

    session(tmp_path, do)


def test_only_quick_fixes_are_offered(tmp_path):
    async def do(editor: Client) -> None:
        await editor.open(TEXT)
        everywhere = at((0, 0), (5, 0))
        assert await editor.actions(everywhere, ["refactor"]) == []
        assert len(await editor.actions(everywhere, ["quickfix"])) == 1

    session(tmp_path, do)


@pytest.mark.parametrize(("encodings", "column"), [(["utf-16"], 35), (["utf-32"], 33), (["utf-8"], 39)])
def test_columns_are_counted_as_the_editor_counts(tmp_path, encodings, column):
    async def do(editor: Client) -> None:
        _, second = repeats(await editor.open(EMOJI))
        assert second.range.start == lsp.Position(4, column)
        (action,) = await editor.actions(at((4, column + 2), (4, column + 2)))
        (edit,) = action.edit.changes[editor.uri]
        assert edit.range.start == lsp.Position(4, column - 1)

    session(tmp_path, do, encodings=encodings)


def test_signs_that_part_lines_elsewhere_part_none_here(tmp_path):
    async def do(editor: Client) -> None:
        first, _ = repeats(await editor.open(SEPARATED))
        assert first.range.start.line == 2
        assert "> The mill at Tarn" in await editor.hover(4, 40)

    session(tmp_path, do)


def test_markdown_is_read_as_such(tmp_path):
    async def do(editor: Client) -> None:
        await editor.open("<!-- a note -->\n# Mill burns\n\nThe mill burned.\n", "markdown")
        editor.change("<!-- summarise: ignore-file R101 -->\n\n" + TEXT)
        assert repeats(await editor.diagnostics()) == []

    session(tmp_path, do)


def test_the_configuration_beside_the_draft_counts_and_a_broken_one_is_told_once(tmp_path):
    settings = tmp_path / "summarise.toml"
    settings.write_text('[[paths]]\nmatch = "*.txt"\nignore = ["R101"]\n', encoding="utf-8")

    async def do(editor: Client) -> None:
        assert repeats(await editor.open(TEXT)) == []
        settings.write_text("nonsense = 1\n", encoding="utf-8")
        for _ in range(2):
            editor.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(editor.uri)))
            assert len(repeats(await editor.diagnostics())) == 2
        assert [message.startswith("summarise: unknown key 'nonsense'") for message in editor.messages] == [True]

    session(tmp_path, do)


def test_closing_a_draft_takes_its_findings_away(tmp_path):
    async def do(editor: Client) -> None:
        await editor.open(TEXT)
        editor.change(TEXT + "more")
        editor.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(editor.uri)))
        assert await editor.diagnostics() == []
        await asyncio.sleep(0.4)
        assert editor.published.empty()

    session(tmp_path, do)
