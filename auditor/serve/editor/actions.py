"""What an editor offers at a place: repairs that are proven to be applied, everything else only to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsprotocol.types import CodeAction, CodeActionDisabled, CodeActionKind, TextEdit, WorkspaceEdit

from auditor.check.hit import Checked, Hit, Repair
from auditor.serve.editor.diagnostics import diagnostic
from auditor.serve.editor.places import Places
from auditor.text import visible

_CHOICE = "More than one number could be wrong: the author has to choose."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the editor asks for."""

    start: int
    """Offsets of the stretch that it is about, the end included."""
    end: int
    only: Sequence[str]
    """Kinds of actions; all if empty."""
    disabled: bool
    """Whether the editor shows actions that cannot be carried out."""


def actions(checked: Checked, uri: str, places: Places, wanted: Wanted) -> list[CodeAction]:
    """The actions for the findings at a stretch, and one for all proven repairs of the document."""
    found: list[CodeAction] = []
    if _asked(CodeActionKind.QuickFix, wanted):
        for hit in checked.active:
            if hit.place and hit.place.start <= wanted.end and wanted.start <= hit.place.end:
                found += _of(hit, uri, places, wanted)
    mended = [hit.repair for hit in checked.active if hit.repair]
    if mended and _asked(CodeActionKind.SourceFixAll, wanted):
        edit = _edit(mended, uri, places)
        found.append(CodeAction("Write every proven repair", kind=CodeActionKind.SourceFixAll, edit=edit))
    return found


def _of(hit: Hit, uri: str, places: Places, wanted: Wanted) -> Iterator[CodeAction]:
    about, kind = [diagnostic(hit, uri, places)], CodeActionKind.QuickFix
    if hit.repair:
        title = f"{hit.repair.says[:1].upper()}{hit.repair.says[1:]} ({hit.code})"
        edit = _edit([hit.repair], uri, places)
        yield CodeAction(title, kind=kind, diagnostics=about, is_preferred=True, edit=edit)
    elif wanted.disabled:
        for told in hit.alternatives:
            yield CodeAction(visible(told), kind=kind, diagnostics=about, disabled=CodeActionDisabled(_CHOICE))


def _edit(repairs: Sequence[Repair], uri: str, places: Places) -> WorkspaceEdit:
    return WorkspaceEdit(changes={uri: [TextEdit(places.range(each.start, each.end), each.text) for each in repairs]})


def _asked(kind: str, wanted: Wanted) -> bool:
    """A kind is asked for by its own name or by one above it (`source` for `source.fixAll`)."""
    return not wanted.only or any(kind == each or kind.startswith(f"{each}.") for each in wanted.only)
