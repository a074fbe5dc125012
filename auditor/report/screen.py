"""The terminal's form on a real screen: rich colours it and folds long lines under their indent."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from auditor.report.terminal import Detail, Line, Piece, lines
from auditor.report.view import View

_WIDEST = 140
"""Beyond this width a line is hard to read: quotations are cut to it."""


def show(view: View, detail: Detail = Detail.NORMAL, console: Console | None = None) -> None:
    """Prints the audit of one document; NO_COLOR and the terminal's width are obeyed."""
    screen = console or Console(highlight=False, markup=False, emoji=False)
    for line in lines(view, detail, min(screen.width, _WIDEST)):
        for row in _folded(line, screen):
            screen.print(row, soft_wrap=True)


def _folded(line: Line, screen: Console) -> list[Text]:
    label, body = _text(line.label), _text(line.body)
    room = max(screen.width - label.cell_len, screen.width // 2)
    if line.cut:
        body.truncate(room)
    if body.cell_len <= room:
        return [label + body]
    margin = Text(" " * label.cell_len)
    return [(margin if index else label) + row for index, row in enumerate(body.wrap(screen, room))]


def _text(pieces: tuple[Piece, ...]) -> Text:
    return Text.assemble(*((piece.text, piece.style) for piece in pieces))
