"""`auditor server` as an editor sees it: a process of its own, spoken to by a real client."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

PLAN = """# Plan 🚀

- ✅🚀 **GPU Count**: TP=2 × PP=4 = 16 GPUs
- Total: 4 × 5 = 20 layers
- It took about 17 widgets
"""
LINE = PLAN.splitlines()[2]


class Editor:
    """An editor with one open document."""

    def __init__(self, client: LanguageClient, uri: str) -> None:
        self.client, self.uri = client, uri
        self.told: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()
        self.messages: list[str] = []
        client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self.told.put_nowait(params))
        client.feature(lsp.WINDOW_SHOW_MESSAGE)(lambda params: self.messages.append(params.message))

    async def open(self, text: str, language: str = "markdown") -> None:
        item = lsp.TextDocumentItem(self.uri, language, 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    async def change(self, text: str, version: int) -> None:
        document = lsp.VersionedTextDocumentIdentifier(version, self.uri)
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    async def diagnostics(self, version: int | None = 1) -> list[lsp.Diagnostic]:
        """Those of a version; what is said of an earlier one, which a slow machine may do, is passed over."""
        while (told := await self.told.get()).version != version:
            pass
        return list(told.diagnostics)

    async def hover(self, line: int, character: int) -> lsp.Hover | None:
        document, place = lsp.TextDocumentIdentifier(self.uri), lsp.Position(line, character)
        return await self.client.text_document_hover_async(lsp.HoverParams(document, place))

    async def actions(self, where: lsp.Range, only: list[str] | None = None) -> list[lsp.CodeAction]:
        document, context = lsp.TextDocumentIdentifier(self.uri), lsp.CodeActionContext([], only)
        params = lsp.CodeActionParams(document, where, context)
        found = await self.client.text_document_code_action_async(params)
        return [each for each in found or [] if isinstance(each, lsp.CodeAction)]


@asynccontextmanager
async def editor(folder: Path, encodings: list[str] | None = None, name: str = "plan.md") -> AsyncIterator[Editor]:
    """A server that has been initialized, and an editor that counts in one of the encodings."""
    client = LanguageClient("tests", "1")
    made = Editor(client, (folder / name).as_uri())
    await client.start_io(sys.executable, "-m", "auditor", "server", "--stdio")
    general = lsp.GeneralClientCapabilities(position_encodings=list(encodings)) if encodings else None
    text = lsp.TextDocumentClientCapabilities(
        hover=lsp.HoverClientCapabilities(content_format=[lsp.MarkupKind.Markdown]),
        code_action=lsp.CodeActionClientCapabilities(disabled_support=True),
    )
    capabilities = lsp.ClientCapabilities(general=general, text_document=text)
    await client.initialize_async(lsp.InitializeParams(capabilities, root_uri=folder.as_uri()))
    client.initialized(lsp.InitializedParams())
    try:
        yield made
    finally:
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()


@pytest.fixture(autouse=True)
def _package(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", str(root))


def units(text: str, encoding: str) -> int:
    return len(text.encode("utf-16-le")) // 2 if encoding == "utf-16" else len(text.encode(encoding.rstrip("32")))


def play(scene: Callable[[], Awaitable[None]]) -> None:
    """Runs what an editor does, within a time that only a server that hangs needs."""

    async def timed() -> None:
        async with asyncio.timeout(90):
            await scene()

    # A browser that an earlier test opened keeps a loop running in the main thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, timed()).result()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_a_finding_its_premises_and_its_repair_are_at_their_places(tmp_path: Path, encoding: str) -> None:
    async def scene() -> None:
        async with editor(tmp_path, None if encoding == "utf-16" else [encoding]) as made:
            await made.open(PLAN)
            (found,) = await made.diagnostics()
            before = units(LINE[: LINE.index("16")], encoding)
            assert found.range == lsp.Range(lsp.Position(2, before), lsp.Position(2, before + len("16 GPUs")))
            assert (found.code, found.source, found.severity) == ("arithmetic/equation", "auditor", 1)
            places = [related.location.range.start for related in found.related_information or []]
            wanted = [units(LINE[: LINE.index(text)], encoding) for text in ("2 ×", "4 =")]
            assert places == [lsp.Position(2, column) for column in wanted]
            repair, everything = await made.actions(found.range)
            (edit,) = ((repair.edit and repair.edit.changes) or {})[made.uri]
            assert (repair.title, repair.is_preferred) == ("Write 8 for 16 (arithmetic/equation)", True)
            assert edit.range == lsp.Range(lsp.Position(2, before), lsp.Position(2, before + 2))
            assert (everything.kind, edit.new_text) == ("source.fixAll", "8")
            assert await made.actions(found.range, ["refactor"]) == []
            hovered = await made.hover(2, before + 1)
            assert hovered
            assert hovered.range == found.range

    play(scene)


def test_the_findings_follow_what_is_typed(tmp_path: Path) -> None:
    async def scene() -> None:
        async with editor(tmp_path) as made:
            await made.open(PLAN)
            assert len(await made.diagnostics()) == 1
            await made.change("1", 2)
            await made.change(PLAN.replace("16", "8"), 3)
            assert await made.diagnostics(3) == []
            await made.change("- a\x0b\u2028: 2 × 4 = 9 GPUs\n", 4)
            (found,) = await made.diagnostics(4)
            assert found.range.start == lsp.Position(0, 15)
            made.client.text_document_did_close(
                lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(made.uri)),
            )
            assert await made.diagnostics(None) == []

    play(scene)


def test_a_number_tells_its_derivation(tmp_path: Path) -> None:
    async def scene() -> None:
        async with editor(tmp_path) as made:
            await made.open(PLAN + "- [x](command:evil) ``` 3 × 4 = 12 GPUs ([y](z))\n")
            told = []
            for line, character in ((2, 36), (3, 17), (4, 17), (5, 33), (0, 0)):
                shown = await made.hover(line, character)
                told.append(shown.contents.value if shown and isinstance(shown.contents, lsp.MarkupContent) else "")
            wrong, right, open_one, hostile, nothing = told
            assert wrong.startswith("**refuted**\n\n```text\n")
            assert "working    2 × 4 = 8 GPUs" in wrong
            assert "rule       arithmetic/equation: " in wrong
            assert right.startswith("**supported by arithmetic**")
            assert "4 × 5 = 20 layers" in right
            assert "rests on   4 (line 4)" in right
            assert "open       " in open_one
            assert hostile.startswith("**supported by arithmetic**")
            assert nothing == ""

    play(scene)


def test_what_has_several_repairs_is_shown_and_not_applied(tmp_path: Path) -> None:
    async def scene() -> None:
        async with editor(tmp_path) as made:
            await made.open("- Total GPUs: 9 GPUs\n- Total GPUs: 2 × 4 = 9 GPUs\n")
            found = await made.diagnostics()
            offered = [action for each in found for action in await made.actions(each.range)]
            assert offered
            assert all(action.disabled and not action.edit for action in offered)

    play(scene)


def test_the_configuration_of_the_folder_holds(tmp_path: Path) -> None:
    async def scene() -> None:
        async with editor(tmp_path) as made:
            (tmp_path / "auditor.toml").write_text('ignore = ["arithmetic"]\n', encoding="utf-8")
            await made.open(PLAN)
            assert await made.diagnostics() == []
            (tmp_path / "auditor.toml").write_text('exclud = ["x"]\n', encoding="utf-8")
            made.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([]))
            assert len(await made.diagnostics()) == 1
            assert "did you mean 'exclude'?" in made.messages[0]
            (tmp_path / "auditor.toml").write_text('[per-file-briefs]\n"plan.md" = "gpus.yaml"\n', encoding="utf-8")
            (tmp_path / "gpus.yaml").write_text("layers: 48\n", encoding="utf-8")
            await made.change("- **Layers**: 40\n", 2)
            assert [each.code for each in await made.diagnostics(2)] == ["consistency/brief"]

    play(scene)


def test_what_is_no_markdown_is_left_alone(tmp_path: Path) -> None:
    async def scene() -> None:
        async with editor(tmp_path, name="plan.py") as made:
            await made.open(PLAN, "python")
            assert await made.hover(2, 36) is None
            assert made.told.empty()

    play(scene)
