"""Lines on one of several options that go by letters: "D has 40 layers per stage", where a table lists A to D."""

from __future__ import annotations

from collections.abc import Mapping

from auditor import patterns as re
from auditor.claims import Document

_LISTED = re.compile(r"\W{0,4}(?:(?:option|plan|variant|layout|setup|case) )?([A-H])(?:[.):]| ?[-–—] )", re.IGNORECASE)
_ALONE = re.compile(r"\W{0,4}([A-H])\W{0,4}\Z")
_SPOKEN_OF = re.compile(
    r"\W{0,4}(?:(?:[Oo]ption|[Pp]lan|[Vv]ariant|[Ll]ayout|[Ss]etup|[Cc]ase) )?([A-H]) (?:has|needs|uses|takes|keeps"
    r"|gives|costs|fits|requires|would|wins|loses|halves|doubles|saves|leaves|runs|reaches|holds|is)\b"
)
_SEVERAL = 2


def lettered(document: Document) -> Mapping[int, str]:
    """By block the option that it begins with, "option d"; empty where no list or table tells options by letters."""
    listed = {
        found[1].upper()
        for block in document.blocks
        if (found := _LISTED.match(block.text) or (_ALONE.match(block.text) if block.cell else None)) is not None
    }
    if len(listed) < _SEVERAL:
        return {}
    told = ((block.index, _SPOKEN_OF.match(block.text)) for block in document.blocks)
    return {index: f"option {found[1].lower()}" for index, found in told if found is not None and found[1] in listed}
