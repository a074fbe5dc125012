"""Sentences on one stage: "Stage 0 has 3 dense layers and 28 MoE layers, stage 1 has 30 MoE layers"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import islice

from auditor import patterns as re
from auditor.claims import Claims

_SPOKEN_OF = re.compile(
    r"\bstage #?(?P<number>\d{1,4}) (?:(?:then|now|also|only|thus|therefore) )?"
    r"(?:has|holds|gets|runs|contains|takes|carries|hosts|owns|keeps|stores|processes|handles|computes|executes)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.;!?](?=\s)|[。；]|\n\s*\n")
_MOST = 200
"""Stages of one block; more are no report's."""
_REACH = 600
"""Characters that a sentence on a stage has at most; it is read no further, so that the cost stays linear."""


def of_stages(claims: Claims) -> Mapping[int, str]:
    """By claim the stage that its sentence has begun to speak of, "stage 0"."""
    found: dict[int, str] = {}
    blocks = claims.document.blocks
    begun = {
        block.index: list(islice(_SPOKEN_OF.finditer(block.text), _MOST)) for block in blocks if "tage" in block.text
    }
    for claim in claims.all:
        stages = begun.get(claim.block, ())
        nth = bisect_right(stages, claim.start, key=lambda stage: stage.end()) - 1
        if nth < 0 or claim.start - stages[nth].end() > _REACH:
            continue
        if _ENDS.search(blocks[claim.block].text, stages[nth].end(), claim.start) is None:
            found[claim.index] = f"stage {stages[nth]['number']}"
    return found


def of_stage(situation: tuple[str, ...], stage: str) -> tuple[str, ...]:
    """A situation with the stage that a sentence speaks of, instead of one that stands further off."""
    if not stage:
        return situation
    return tuple(sorted({*(tag for tag in situation if not tag.startswith("stage ")), stage}))
