"""What a number is, where its own words do not say or say too much: by the numbers that it stands with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.draft import USED_OR_CAPACITY, Draft, is_what_there_is, memory_of_pair, ties_share
from auditor.facts.pairs import Pair, shares
from auditor.facts.rates import plain_rate
from auditor.facts.units import fits, scope_of
from auditor.rulebook.vocabulary import Concept, Vocabulary

_WHOLES = frozenset({"of", "against"})
"""Forms of pairs whose numbers have one scope."""
_SPREADING = frozenset({"split", "match"})
"""Forms of pairs in which the first is spread over the second."""
_GPUS = (("gpu", 1),)
_ALIKE = frozenset({"versus", "change", "instead", "against"})
"""Forms of pairs whose numbers are of one kind."""

_AS_MANY = re.compile(
    r"(?: \([^()\n]{1,24}\))?\W{1,4}(?:which )?(?:match(?:es|ing)?|equal(?:s|ing)?(?: to)?) (?:the )?"
    r"(?:number of (?:available )?GPUs|GPU count)\b(?!\W{0,4}\d)",
    re.IGNORECASE,
)
_LEADS = frozenset({"→", "->", "=", "≈", "⇒", "=>"})
_STORED = re.compile(r"\s+(?:in|at|@) (?:BF|FP|TF|INT|UINT|bfloat|float)-?\d+\b(?! (?:and|with|plus))", re.IGNORECASE)
"""What stands behind the bytes of values that are stored in a format."""
_BYTES = (("byte", 1),)
_UTILISED = re.compile(r"\A\W*(?:utili[sz]ation|usage|利用率|占用率|使用率)\W*\Z", re.IGNORECASE)
"""A key that does not say of what: of memory, where a part and a whole of it stand behind it."""
_TIMES = frozenset({"×", "x", "*", "of", "with", "·"})

Meaning = tuple[Concept | None, str]
"""Concept and scope."""


class Kin:
    """The numbers of a document with those that they are paired with."""

    def __init__(
        self,
        drafts: Mapping[int, Draft],
        pairs: Mapping[int, Pair],
        blocks: Sequence[Block],
        vocabulary: Vocabulary,
    ) -> None:
        self._drafts = drafts
        self._pairs = pairs
        self._shares = shares(pairs)
        self._blocks = blocks
        self._concepts = vocabulary.concepts

    def of(self, draft: Draft) -> Meaning:
        """Concept and scope of a number: its own, unless those that it stands with know better."""
        pair = self._pairs.get(draft.claim.index)
        if draft.quantity.unit.symbol == "part" and self._are_as_many_as_gpus(draft):
            return self._concepts["gpus"], "total"
        if draft.concept is None:
            found = self._nameless(draft, pair)
            if found is not None:
                return found
        elif draft.concept.id == "memory_utilisation" and self._is_of_rate(draft):
            return None, draft.scope
        return (draft.concept, draft.scope) if pair is None else self._paired(draft, pair)

    def _nameless(self, draft: Draft, pair: Pair | None) -> Meaning | None:
        if draft.claim.index in self._shares:
            return self._share(draft)
        if draft.quantity.unit.symbol == "%" and (share := self._share_of_next(draft)):
            return share, draft.scope
        if draft.quantity.unit.symbol == "dimension" and self._is_of_heads(draft):
            return self._concepts["head_dim"], ""
        if self._stores_parameters(draft):
            return self._concepts["weight_memory"], "total"
        if rate := plain_rate(draft):
            concept = self._concepts[rate]
            counted = scope_of(concept, fits(draft.quantity)) or draft.scope
            return concept, counted if counted != concept.per else ""
        if pair is not None and pair.form == "of" and pair.place == 1:
            part = self._part_of(draft, self._drafts.get(pair.other))
            return None if part is None else (part, "")
        return None

    def _paired(self, draft: Draft, pair: Pair) -> Meaning:
        if memory := memory_of_pair(draft, pair):
            return self._concepts[memory], draft.scope
        if draft.concept is None and self._holds_experts(draft, pair):
            return self._concepts["expert_parallel"], ""
        if pair.form == "against" and pair.place == 2 and is_what_there_is(draft):
            return self._concepts["gpu_memory"], draft.scope
        return self._name_of_other(draft, pair) or (draft.concept, self._scope_of_other(draft, pair))

    def _name_of_other(self, draft: Draft, pair: Pair) -> Meaning | None:
        other = self._drafts.get(pair.other)
        if other is None or other.concept is None or pair.form not in _ALIKE or not _gives_way(draft, other):
            return None
        scope = scope_of(other.concept, fits(draft.quantity))
        return None if scope is None else (other.concept, scope or other.scope)

    def _scope_of_other(self, draft: Draft, pair: Pair) -> str:
        """The own scope; where a part or a whole leaves it open, that of what it is set against, if that is a GPU."""
        if draft.concept is None or not draft.concept.divisible or draft.scope:
            return draft.scope
        if pair.form not in _WHOLES:
            return ""
        ends = (self._drafts.get(end) for end in (pair.result, pair.other) if end is not None)
        return "gpu" if any(end is not None and end.scope == "gpu" for end in ends) else ""

    def _part_of(self, part: Draft, whole: Draft | None) -> Concept | None:
        """What part of a whole the words around speak of: "2 of 16 experts active", "each token to 2 of 16 experts"."""
        if whole is None or whole.concept is None:
            return None
        changed = whole.concept.changed
        other = next((changed[topic] for topic in changed if topic in whole.around.after.topics), "")
        if "token" in (part.around.before.scope, whole.around.after.scope):
            other = other or whole.concept.scoped.get("token", "")
        return self._concepts.get(other)

    def _holds_experts(self, draft: Draft, pair: Pair) -> bool:
        """Whether it counts the GPUs that the experts lie on: "64 experts across 16 GPUs" is a degree of 16."""
        other = self._drafts.get(pair.other)
        experts = other is not None and other.concept is not None and other.concept.id == "experts"
        return experts and pair.place == 2 and pair.form in _SPREADING and draft.quantity.unit.dimensions == _GPUS

    def _share_of_next(self, draft: Draft) -> Concept | None:
        """What a percentage of the amount behind it is: "66% of 64GB memory", "2% utilization of 64GB"."""
        claim, whole = draft.claim, self._drafts.get(draft.claim.index + 1)
        if whole is None or whole.concept is None or whole.claim.block != claim.block:
            return None
        tied = ties_share(self._blocks[claim.block].text[claim.end : whole.claim.start])
        of = "memory_utilisation" if whole.concept.id in USED_OR_CAPACITY else whole.concept.share
        return self._concepts.get(of) if tied else None

    def _are_as_many_as_gpus(self, draft: Draft) -> bool:
        """Whether the words behind a number of parts say so, and name no number: "6 parts, matching the GPU count"."""
        return _AS_MANY.match(self._blocks[draft.claim.block].text, draft.claim.end) is not None

    def _is_of_heads(self, draft: Draft) -> bool:
        """Whether it is the width of the heads that are counted right before: "16 heads × 32 dimensions"."""
        before = self._drafts.get(draft.claim.index - 1)
        if before is None or before.claim.block != draft.claim.block or before.quantity.unit.symbol != "head":
            return False
        return self._blocks[draft.claim.block].text[before.claim.end : draft.claim.start].strip() in _TIMES

    def _stores_parameters(self, draft: Draft) -> bool:
        """Whether it is what all parameters take in a format: "28B parameters → 56 GB in BF16"."""
        before = self._drafts.get(draft.claim.index - 1)
        if before is None or before.claim.block != draft.claim.block or before.concept is None or before.scope:
            return False
        text, claim = self._blocks[draft.claim.block].text, draft.claim
        leads = text[before.claim.end : claim.start].strip() in _LEADS and _STORED.match(text, claim.end) is not None
        return leads and before.concept.id == "parameters" and draft.quantity.unit.dimensions == _BYTES

    def _is_of_rate(self, draft: Draft) -> bool:
        """Whether it is a share of the rate right before it: "180 GB/s (20% of capacity)"."""
        before = self._drafts.get(draft.claim.index - 1)
        if before is None or before.claim.block != draft.claim.block:
            return False
        between = self._blocks[draft.claim.block].text[before.claim.end : draft.claim.start].strip()
        return between in ("(", "（") and ("second", -1) in before.quantity.unit.dimensions

    def _share(self, draft: Draft) -> Meaning:
        """A percentage without a name that a part and a whole of memory make is the memory's utilisation."""
        parts = self._shares.get(draft.claim.index)
        ends = [self._drafts.get(index) for index in parts] if parts else []
        named = [end.concept.id for end in ends if end is not None and end.concept is not None]
        plain = not named and _UTILISED.search(draft.claim.label.key) is not None
        plain = plain and all(end is not None and end.quantity.unit.dimensions == _BYTES for end in ends)
        if (named != ["memory_used", "gpu_memory"] and not plain) or not ends or draft.quantity.unit.symbol != "%":
            return None, draft.scope
        part = ends[0]
        return self._concepts["memory_utilisation"], draft.scope or (part.scope if part is not None else "")


def _gives_way(draft: Draft, other: Draft) -> bool:
    """Whether a number takes the name of the one that it is paired with: it has none, or only a vague one."""
    if draft.concept is None:
        return not draft.around.before.mentions
    if draft.named is None or draft.concept is other.concept:
        return False
    if (
        draft.named.sense is draft.around.column
        and other.named is not None
        and other.named.sense is other.around.column
    ):
        # "Total parameters | Active parameters | Ratio": the heads of their own columns tell them apart.
        return False
    if draft.concept.id in USED_OR_CAPACITY and other.concept is not None and other.concept.id in USED_OR_CAPACITY:
        return False
    far = draft.named.sense in draft.around.above
    return far or (draft.concept.general and other.concept is not None and not other.concept.general)
