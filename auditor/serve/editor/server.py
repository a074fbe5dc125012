"""The language server's side of the protocol."""

from __future__ import annotations

import asyncio
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from auditor import __version__
from auditor.cli.inputs import SUFFIXES
from auditor.serve.editor.actions import Wanted, actions
from auditor.serve.editor.desk import Desk
from auditor.serve.editor.diagnostics import diagnostics
from auditor.serve.editor.hover import hover
from auditor.serve.editor.places import UNITS, Places
from auditor.serve.editor.sheet import Sheet

_PAUSE = 0.15
"""Seconds without a keystroke before a changed document is audited."""
_WATCHED = ("**/{auditor,.auditor,pyproject}.toml", "**/*.{json,yaml,yml,toml,md}")


class Server(LanguageServer):
    """The language server with the documents that are open."""

    def __init__(self) -> None:
        # Changes arrive as whole texts: the library's own lines end at more characters than the protocol's do.
        super().__init__("auditor", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.desk = Desk()
        self._told: set[str] = set()

    def document(self, uri: str) -> TextDocument | None:
        """An open markdown document."""
        found = self.workspace.text_documents.get(uri)
        if found is None:
            return None
        is_markdown = found.language_id == "markdown" or uri.lower().endswith(SUFFIXES)
        return found if is_markdown else None

    def places(self, source: str) -> Places:
        """The places of a text in the unit that this editor counts in."""
        return Places(source, UNITS[self.server_capabilities.position_encoding or lsp.PositionEncodingKind.Utf16])

    async def sheet(self, document: TextDocument) -> Sheet | None:
        """The audit of a document's text as it is now; what is wrong with the configuration is said once."""
        path = Path(to_fs_path(document.uri) or "untitled.md")
        sheet = await self.desk.sheet(document.uri, path, document.source)
        if sheet and sheet.complaint and sheet.complaint not in self._told:
            self._told.add(sheet.complaint)
            told = f"{sheet.complaint}; until that is mended no configuration holds"
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, told))
        return sheet

    async def publish(self, uri: str) -> None:
        """Sends the diagnostics of a document, unless its text has changed again meanwhile."""
        document = self.document(uri)
        if document is None:
            return
        version, source = document.version, document.source
        sheet = await self.sheet(document)
        if self.document(uri) is document and document.version == version:
            found = diagnostics(sheet.checked, uri, self.places(source)) if sheet else []
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))


def server() -> Server:
    """A server with all that it can do; `start_io` runs it."""
    made = Server()
    for method, handler in (
        (lsp.INITIALIZED, _initialized),
        (lsp.TEXT_DOCUMENT_DID_OPEN, _opened),
        (lsp.TEXT_DOCUMENT_DID_CHANGE, _changed),
        (lsp.TEXT_DOCUMENT_DID_SAVE, _saved),
        (lsp.TEXT_DOCUMENT_DID_CLOSE, _closed),
        (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, _files_changed),
        (lsp.TEXT_DOCUMENT_HOVER, _hovered),
    ):
        made.feature(method)(handler)
    kinds = [lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll]
    made.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=kinds))(_offered)
    return made


async def _initialized(server: Server, params: lsp.InitializedParams) -> None:
    """Asks to be told when a configuration, a brief or a baseline changes on the disk."""
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching and watching.dynamic_registration:
        watchers = [lsp.FileSystemWatcher(pattern) for pattern in _WATCHED]
        options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
        wish = lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        await server.client_register_capability_async(lsp.RegistrationParams([wish]))


async def _opened(server: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    await server.publish(params.text_document.uri)


async def _changed(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    await asyncio.sleep(_PAUSE)
    document = server.document(params.text_document.uri)
    if document is not None and document.version == params.text_document.version:
        await server.publish(document.uri)


async def _saved(server: Server, params: lsp.DidSaveTextDocumentParams) -> None:
    server.desk.forget(params.text_document.uri)
    await server.publish(params.text_document.uri)


def _closed(server: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    server.desk.forget(params.text_document.uri)
    server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))


async def _files_changed(server: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
    server.desk.forget()
    for uri in list(server.workspace.text_documents):
        await server.publish(uri)


async def _hovered(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    document = server.document(params.text_document.uri)
    sheet = await server.sheet(document) if document else None
    if sheet is None:
        return None
    places = server.places(sheet.view.source)
    text = server.client_capabilities.text_document
    formats = text.hover.content_format if text and text.hover else None
    kind = lsp.MarkupKind.Markdown if lsp.MarkupKind.Markdown in (formats or ()) else lsp.MarkupKind.PlainText
    found = hover(sheet.view, places.offset(params.position), markdown=kind is lsp.MarkupKind.Markdown)
    if found is None:
        return None
    span, told = found
    return lsp.Hover(lsp.MarkupContent(kind, told), places.range(span.start, span.end))


async def _offered(server: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    document = server.document(params.text_document.uri)
    sheet = await server.sheet(document) if document else None
    if sheet is None:
        return None
    places = server.places(sheet.view.source)
    text = server.client_capabilities.text_document
    wanted = Wanted(
        start=places.offset(params.range.start),
        end=places.offset(params.range.end),
        only=params.context.only or (),
        disabled=bool(text and text.code_action and text.code_action.disabled_support),
    )
    return actions(sheet.checked, params.text_document.uri, places, wanted)
