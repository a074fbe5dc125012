"""Models that work beside the one that a document is about: draft and reward models, teachers, judges, encoders."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from auditor import patterns as re
from auditor.claims import Claim, Claims
from auditor.facts.above import above, title, unnumbered
from auditor.facts.models import OTHER_MODEL
from auditor.rulebook.vocabulary import Concept

_ROLES = {
    "draft": r"draft(?:er)?[ -]models?|drafters?|assistant models?|草稿模型|mô hình nháp",
    "reward": r"reward (?:models?|networks?)|奖励模型|mô hình (?:phần )?thưởng",
    "critic": r"critics?\b|value (?:models?|networks?)|价值模型|mô hình giá trị",
    "reference": r"(?:frozen )?reference (?:models?|polic(?:y|ies))|参考模型|mô hình tham chiếu",
    "teacher": r"teachers?(?! forc)|教师模型|mô hình (?:giáo viên|thầy)",
    "student": r"students?|学生模型|mô hình học (?:sinh|trò)",
    "judge": r"(?:LLM )?judges?|graders?|评判模型|裁判模型|mô hình giám khảo",
    "guard": (
        r"guard(?:rails?)?(?: (?:models?|classifiers?))?|(?:safety|moderation|toxicity) (?:models?|classifiers?)"
        r"|护栏模型|审核模型|mô hình (?:bảo vệ|kiểm duyệt)"
    ),
    "encoder": (
        r"(?:vision|visual|image|audio|speech) (?:encoders?|towers?|backbones?)|ViT\b"
        r"|视觉编码器|bộ mã hóa (?:ảnh|thị giác)"
    ),
    "reranker": r"re-?rankers?|re-?ranking models?|cross-encoders?|重排(?:序)?模型|mô hình xếp hạng lại",
    "embedder": r"embedding models?|embedders?|嵌入模型|向量模型|mô hình nhúng",
    "recogniser": r"ASR|Whisper|speech(?:[- ]to[- ]text| recognition)(?: models?)?|语音识别模型",
    "synthesiser": r"TTS|text-to-speech|speech synthesis(?: models?)?|语音合成模型",
    "adapter": r"(?:Q?LoRA )?adapters?",
}
_ROLE = "|".join(rf"(?P<{name}>(?:{words})(?!\w))" for name, words in _ROLES.items())
_LEAD = r"\W*(?:(?:the|our|an?|its|each|one|small|frozen|trained|separate|memory|weights?|size|cost|of|for)\s)*"
_BEGINS = re.compile(_LEAD + rf"(?:{_ROLE})", re.IGNORECASE)
_ANYWHERE = re.compile(rf"(?<!\w)(?:{_ROLE})", re.IGNORECASE)
_FOLDED = re.compile(rf"\b(?:{'|'.join(_ROLES.values()).casefold()})")
"""Where none of these stands in a text without capitals, none does anywhere: the search takes a sixth of the time."""
_SEVERAL = re.compile(r"\b(?:and|with|without|vs|versus|plus|or|from|into)\b|[+&/,，和与及]", re.IGNORECASE)
"""What joins the role in a heading with another thing, which the numbers below may be of."""
_MAIN = re.compile(
    r"\b(?:target|main|policy|actor|generator|base|LLM|served|serving) ?(?:model)?\b|主模型|目标模型", re.I
)
"""Words for the model that the document is about."""
_WORKS = re.compile(
    r"\s(?:itself )?(?:generates?|trains?|handles?|process(?:es)?|scores?|sustains?|delivers?|produces?|decodes?"
    r"|embeds?|labels?|reads?|judges?|runs? at)\b",
    re.IGNORECASE,
)
"""Verbs behind a role whose rates and times are its own, not those that it brings about."""
_ENDS = re.compile(r"\n|[.;!?] |[。；]")
_FAR, _LONGEST = 200, 80
_MOST = 2
"""A role that one in so many numbers has is what the document is about."""
_SECOND = "second"
_ADAPTER, _OF_ADAPTER = "adapter", frozenset({"parameters", "weight_memory", "optimizer_memory", "gradient_memory"})
"""Adapters are a part of the model that is trained, and only what is named in general is theirs apart."""


class AuxiliaryModels:
    """The role of the model that each number of a document is of."""

    def __init__(self, claims: Claims) -> None:
        self._blocks, self._leads = claims.document.blocks, above(claims.document)
        self._title = title(claims.document)
        numbers = [claim for claim in claims.all if claim.quantity is not None]
        self._told = {claim.index: self._of_place(claim) for claim in numbers} if _names_any(claims) else {}
        counts = Counter(self._told.values())
        subject = [role for role, count in counts.items() if role and count * _MOST > len(numbers)]
        self._told = {index: "" if role in subject else role for index, role in self._told.items()}
        self._subject = frozenset(subject)

    def of(self, claim: Claim, concept: Concept | None) -> str:
        """The situation of a number of another model; empty for one of the document's own."""
        if claim.index not in self._told or concept is None:
            return ""
        timed = _SECOND in dict(concept.units[0])
        role = self._of_sentence(claim, timed=timed) or self._told[claim.index]
        if not role or role in self._subject or (role == _ADAPTER and concept.id not in _OF_ADAPTER):
            return ""
        return OTHER_MODEL + role

    def _of_place(self, claim: Claim) -> str:
        """By the row, column, key, lines above and headings that it stands under, nearest first."""
        block, label = self._blocks[claim.block], claim.label
        if block.cell is not None and (found := _beginning(label.row) or _beginning(label.column)):
            return found
        for line in (label.key, *self._leads[claim.block]):
            if found := _beginning(line):
                return found
            if _MAIN.search(line[:_LONGEST]):
                return ""
        headings = [self._blocks[index].text for index in block.headings if index != self._title]
        return next(filter(None, map(_of_heading, reversed(headings))), "")

    def _of_sentence(self, claim: Claim, *, timed: bool) -> str:
        text, first = self._blocks[claim.block].text, max(claim.start - _FAR, 0)
        begins = max((end.end() for end in _ENDS.finditer(text, first, claim.start)), default=first)
        role = _BEGINS.match(text, begins, claim.start) if begins in (0, *_breaks(text, begins)) else None
        if role is None or _MAIN.search(text, role.end(), claim.start):
            return ""
        if {found.lastgroup for found in _ANYWHERE.finditer(text, role.end(), claim.start)} - {role.lastgroup}:
            return ""
        if timed and not _WORKS.match(text, role.end()):
            return ""
        return role.lastgroup or ""


def _breaks(text: str, begins: int) -> tuple[int, ...]:
    """The place itself if a sentence really begins there."""
    return (begins,) if begins and _ENDS.search(text, begins - 2, begins) else ()


def _names_any(claims: Claims) -> bool:
    source = claims.document.source
    return _FOLDED.search(source.casefold()) is not None and _ANYWHERE.search(source) is not None


@lru_cache(maxsize=1024)
def _beginning(text: str) -> str:
    """The role that a short label begins with."""
    found = _BEGINS.match(text[:_LONGEST]) if text else None
    return (found.lastgroup or "") if found is not None else ""


@lru_cache(maxsize=1024)
def _of_heading(text: str) -> str:
    """The one role that a heading speaks of, and of nothing beside it."""
    heading = unnumbered(text)
    if len(heading) > _LONGEST or _SEVERAL.search(heading) or _MAIN.search(heading):
        return ""
    roles = {found.lastgroup for found in _ANYWHERE.finditer(heading)}
    return (roles.pop() or "") if len(roles) == 1 else ""
