"""What a report says of itself: the verdict word that stands for the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.claims.claim import Claim, Form
from auditor.claims.connectives import words
from auditor.claims.verdicts import verdicts
from auditor.document import Block, Document, Kind
from auditor.text import line_start, words_of

_KEYS = words(
    "overall verdict final status result conclusion assessment recommendation decision answer outcome judgement"
)
_SUMMARIES = words(
    "summary conclusion conclusions overall verdict final assessment recommendation status compliance result results"
)
_SUBJECTS = words(
    """plan plans strategy strategies method methods deployment configuration design approach document report solution
    proposal verification validation audit check checks requirements criteria graph graphs dag dags system"""
)
_LITTLE = words("the this these both all is are of for and itself parallel overall our a excellent completion")
_OTHERS = words("original previous previously earlier old initial issue issues problem problems claim claims was were")
_PLAIN = words(
    """correct incorrect approved verified valid invalid feasible infeasible rejected passed failed accurate optimal
    sound"""
)
"""Words that judge a whole even where nothing sets them off."""

_ALL = ("all", "everything", "no", "tất", "không", "全部", "所有", "一切", "未发现", "没有")
"""How a verdict begins that needs no subject: it is on whatever there is."""
_OTHER_KEYS = words("kết luận quả đánh giá tổng thể chung kiểm tra thẩm định trạng thái cuối cùng phương án")
"""The words of `_KEYS` and of what is judged in Vietnamese, where each syllable is a word."""
_KEY_ENDS = ("结论", "结果", "判定", "判断", "评价", "评估", "状态", "意见", "总结")
_OVERALL = words("overall final verdict conclusion")
_OVERALL_OTHERS = ("总体", "整体", "综合", "最终", "总评", "总结", "tổng", "kết luận", "đánh giá")

_CLAUSE = re.compile(r"[.!?;][\s*]|[，。；！？]")

_STATEMENT = 4
"""Characters of Chinese that name what they judge: "配置正确"."""
_NEAR = 8
_DEEPEST_HEADING = 3
_LAST_ROW = 2
"""What the verdict of a table's overall row weighs."""
_WIDEST = 12
"""Cells before one that are looked through for the head of its row."""


def declared_verdict(document: Document, claims: Sequence[Claim]) -> int | None:
    """Index of the verdict claim by which the report judges itself; None if it does not.

    A verdict behind "overall", "status" or "verdict" counts most, then one said of the plan itself, each at the top or
    in a summary or conclusion; of equals the first.
    """
    best, chosen = 0, None
    for claim in claims:
        weight = _weight(document, claim)
        if weight > best:
            best, chosen = weight, claim.index
    return chosen


def _weight(document: Document, claim: Claim) -> int:
    """How much a claim looks like the verdict on the whole; 0 if it is none."""
    block = document.blocks[claim.block]
    if claim.form is not Form.VERDICT or not _can_be_whole(claim):
        return 0
    if block.cell is not None:
        return _LAST_ROW if _is_overall_row(document, block) else 0
    before = set(words_of(_opening(block, claim)))
    keyed = _is_keyed(before)
    if block.quoted and not (keyed and _sets_off(document, block)):
        return 0
    place = _place(document, block)
    if not place or before & _OTHERS or not (keyed or _is_said_of_whole(block, claim, before)):
        return 0
    return place + 4 * keyed + claim.text.isupper() - 2 * (block.item is not None and not keyed)


def _sets_off(document: Document, block: Block) -> bool:
    """Whether a block quote only sets off what the report says itself: nothing before it introduces another's words."""
    before = document.blocks[block.index - 1].text.rstrip("*_ ") if block.index else ""
    return not before.endswith((":", "：")) and not block.text.lstrip().startswith(('"', "“", "„", "「"))


def _is_keyed(before: set[str]) -> bool:
    """Whether nothing but the key of a verdict stands before it: "Overall result", "总体结论", "Kết luận"."""
    foreign = {word for word in before if word.endswith(_KEY_ENDS)} | before & _OTHER_KEYS
    return bool(before & _KEYS or foreign) and before - foreign <= _KEYS | _SUBJECTS | _LITTLE


def _is_overall_row(document: Document, block: Block) -> bool:
    """Whether a cell stands in the row of a table that sums up the others: "| Overall | PASS |"."""
    cell = block.cell
    if cell is None or cell.row == 0 or cell.column == 0:
        return False
    for other in reversed(document.blocks[max(block.index - _WIDEST, 0) : block.index]):
        if other.cell is None or (other.cell.table, other.cell.row) != (cell.table, cell.row):
            return False
        if other.cell.column == 0:
            head = other.text.lower()
            said = set(words_of(head))
            overall = bool(said & _OVERALL) or any(word in head for word in _OVERALL_OTHERS)
            return overall and _is_keyed(said)
    return False


def _is_said_of_whole(block: Block, claim: Claim, before: set[str]) -> bool:
    """Whether a verdict without a key is plainly one on the plan or report."""
    said = set(words_of(claim.text))
    statement = claim.text.lower().startswith(_ALL) or (not claim.text.isascii() and len(claim.text) >= _STATEMENT)
    if not before and (statement or not any(map(str.isalnum, _beside(block, claim)))):
        return True
    behind_key = re.search(r"[:：]\W*$", block.text[max(0, claim.start - _NEAR) : claim.start])
    # In the title of the document the words before a colon name it: "Plan check: CORRECT".
    if (behind_key and block.level != 1) or not (before | said) & _SUBJECTS:
        return False
    bold = any(strong.start <= claim.start and claim.end <= strong.end for strong in block.strong)
    return len(said) > 1 or claim.text.isupper() or bold or bool(said & _PLAIN)


def _can_be_whole(claim: Claim) -> bool:
    """Whether the longest term that the claim ends in can be said of a whole report."""
    said = tuple(claim.text.lower().split())
    for start, word in enumerate(said):
        for term in verdicts().terms.get(word, ()):
            if _is_term(said[start:], term.words):
                return term.whole
    return False


def _is_term(said: tuple[str, ...], term: tuple[str, ...]) -> bool:
    """Whether words are those of a term, with anything at its gap."""
    if "*" not in term:
        return said == term
    gap = term.index("*")
    behind = len(term) - gap - 1
    return len(said) >= gap + behind and said[:gap] == term[:gap] and said[len(said) - behind :] == term[gap + 1 :]


def _opening(block: Block, claim: Claim) -> str:
    """The text of the claim's own line and sentence before it."""
    start = line_start(block.text, claim.start)
    return _CLAUSE.split(block.text[start : claim.start])[-1]


def _beside(block: Block, claim: Claim) -> str:
    """What stands beside the claim: in an item of a list all the rest of it, elsewhere that of its own sentence."""
    if block.item is not None:
        return block.text[: claim.start] + block.text[claim.end :]
    return _CLAUSE.split(block.text[claim.end :].split("\n", 1)[0], maxsplit=1)[0]


def _place(document: Document, block: Block) -> int:
    """How far the place is one for a verdict on the whole: the top, a heading, a summary; 0 if it is none."""
    above = [document.blocks[index] for index in block.headings]
    if block.kind is Kind.HEADING:
        return 3 if block.level <= _DEEPEST_HEADING and len(above) <= 2 else 0
    below = [heading for heading in above if heading.level > 1]
    if not below:
        return 3
    head = below[-1].text.lower()
    if set(words_of(head)) & _SUMMARIES or any(word in head for word in _OVERALL_OTHERS):
        return 2
    last = block.index == len(document.blocks) - 1 and block.item is None and block.kind is Kind.PARAGRAPH
    return 1 if last else 0
