"""What grouped heads save of the cache, against the heads themselves: "GQA (8 of 64 heads) cuts the KV cache by 4×"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor import show
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.text import sentence_at

_GROUPED = re.compile(
    r"\bGQA\b|\bMQA\b|\bgrouped[- ]query|\bmulti[- ]query|\bKV heads?\b|\bkey[-/ ]value heads?\b", re.I
)
_CACHE = re.compile(r"\bKV[- ]?cache|\bcache\b|\bKV memory\b|缓存", re.IGNORECASE)
_LESS = re.compile(
    r"\breduc|\bsmaller|\bless\b|\bsav(?:es?|ings?|ing)\b|\bshrink|\bcuts?\b|\blower|\bdecreas|\bcompress"
    r"|缩小|减少|降低|节省",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:FP8|INT8|INT4|FP4|[48]-bit|quanti\w+|MLA|latent|sliding|window\w*|paged?\w*|prefix|up to|share[ds]?|evict\w*"
    r"|through\w*|speed\w*|faster|latency|bandwidth|offload\w*|combin\w+|together|plus|TP|tensor|GPUs?|pipeline|not|usage"
    r"|utili[sz]ation|total|memory per|users?|serv\w+|larger|more|concurren\w+"
    r"|tokens?|batch|sequences?|requests?|context)\b|n't",
    re.IGNORECASE,
)
"""Words of a sentence in which something else saves too, or something else is saved."""
_OF_WHAT = re.compile(r"\b(?:to|only|just|is|takes?|at)(?: about| around)? ?[~≈*]*\Z", re.IGNORECASE)
_SAVED = re.compile(r"[ *]*(?:smaller|less|lower)\b", re.IGNORECASE)
_LEFT = re.compile(r"[ *]*(?:of|as (?:much|large))\b", re.IGNORECASE)
"""What stands beside a share that is left, not saved."""
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each multiplier and percentage of such a sentence, where the report states its heads once."""
    heads, kept = _only(facts, "attention_heads"), _only(facts, "kv_heads")
    if heads is None or kept is None or heads.quantity.value == kept.quantity.value:
        return
    blocks = facts.claims.document.blocks
    for fact in facts.all:
        symbol = fact.quantity.unit.symbol
        if symbol not in ("%", "×") or fact.stance is not Stance.ASSERTED or not fact.quantity.is_plain:
            continue
        text = blocks[fact.claim.block].text
        if _is_left(text, fact):
            continue
        said = text[slice(*sentence_at(text, fact.claim.start))]
        if not (_GROUPED.search(said) and _CACHE.search(said) and _LESS.search(said)) or _OTHER.search(said):
            continue
        yield _derivation(fact, heads, kept, rule)


def _is_left(text: str, fact: Fact) -> bool:
    """Whether the words beside a figure make it what the cache comes to, not what is saved."""
    if _SAVED.match(text, fact.claim.end):
        return False
    return bool(_OF_WHAT.search(text, 0, fact.claim.start) or _LEFT.match(text, fact.claim.end))


def _only(facts: Facts, concept: str) -> Fact | None:
    """The one value that a report gives of a count, by the first statement of it."""
    found = [fact for fact in facts.all if fact.concept == concept and fact.stance is Stance.ASSERTED]
    alike = len({each.quantity.value for each in found}) == 1 and all(each.quantity.whole for each in found)
    return found[0] if alike and not any(each.scope or each.scenario for each in found) else None


def _derivation(fact: Fact, heads: Fact, kept: Fact, rule: str) -> Derivation:
    of_all, of_kept = heads.quantity.hull, kept.quantity.hull
    ratio = of_all / of_kept
    names = heads.claim.name, kept.claim.name
    share = fact.quantity.unit.symbol == "%"
    result = Interval.point(1) - of_kept / of_all if share else ratio
    working = f"{heads.claim.text} ÷ {kept.claim.text}" if not share else f"1 − {kept.claim.text} ÷ {heads.claim.text}"
    program = f"{names[0]} {names[1]} /" if not share else f"1 {names[1]} {names[0]} / -"
    given = (Input(names[0], of_all, heads.claim.index), Input(names[1], of_kept, kept.claim.index))
    holds = result.meets(fact.quantity.hull)
    return one_step(
        fact.claim,
        Step("query heads over KV heads", working, result, fact.quantity.unit.symbol, program, given),
        rule,
        expected=show.interval(result, fact.quantity.readings[0].unit),
        holds=holds,
        power=_CHANCE,
    )
