"""The terminal's form on a real screen: rich colours it and folds long lines under their indent."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.text import Text

from auditor.report.terminal import Detail, Line, Piece, lines
from auditor.report.view import View

_WIDEST = 140
"""Beyond this width a line is hard to read: quotations are cut to it."""


def show(view: View, detail: Detail = Detail.NORMAL, console: Console | None = None) -> None:
    """Prints the audit of one document; NO_COLOR and the terminal's width are obeyed."""
    screen = console or Console(highlight=False, markup=False, emoji=False)
    put(lines(view, detail, min(screen.width, _WIDEST)), screen, _address(view.path))


def put(found: Iterable[Line], console: Console | None = None, address: str = "") -> None:
    """Prints lines; those that lead to a line of a document become links to it where its address is given."""
    screen = console or Console(highlight=False, markup=False, emoji=False)
    for line in found:
        for row in _folded(line, screen, address):
            screen.print(row, soft_wrap=True)


def _address(path: str) -> str:
    """The address of a document; empty for one that is no file, such as standard input."""
    file = Path(path).absolute()
    return file.as_uri() if path and file.is_file() else ""


def _folded(line: Line, screen: Console, address: str) -> list[Text]:
    label, body = _text(line.label, address), _text(line.body, address)
    room = max(screen.width - label.cell_len, screen.width // 2)
    if line.cut:
        body.truncate(room)
    if body.cell_len <= room:
        return [label + body]
    margin = Text(" " * label.cell_len)
    return [(margin if index else label) + row for index, row in enumerate(body.wrap(screen, room))]


def _text(pieces: tuple[Piece, ...], address: str) -> Text:
    return Text.assemble(*((piece.text, _style(piece, address)) for piece in pieces))


def _style(piece: Piece, address: str) -> str | Style:
    """The style of a piece, with a link in the form that ripgrep and kitty have made common: `file:///path#line`."""
    if not (piece.line and address):
        return piece.style
    return Style.parse(piece.style) + Style(link=f"{address}#{piece.line}")
