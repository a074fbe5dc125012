"""What a sentence makes of two amounts whose units can be joined in one way: "262,144 tokens in 2 s = 131 tokens/ms",
"50 requests/s with a latency of 2 s means 100 requests in flight", "10,000 steps of 1.2 s each, i.e. 3 h 20 min"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.arithmetic.joining import (
    APART,
    COMMA,
    EQUALS,
    IDLE,
    LINKS,
    MADE,
    MAKES,
    NEEDS,
    ON_END,
    TAKEN_UP,
)
from auditor.derivations.checks.paired import chance
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.of_two import of_two
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.units import Dimensions, combine_dimensions

_SENTENCE = re.compile(r"\n|[.!?;] |[。！？；]|, (?:and|but|while|whereas) ")
_SHARE_OF = re.compile(
    r" (?:(?:MFU|HFU|utili[sz]ation|efficiency) (?:on|of|at)|(?:share )?of)(?: the| its| a| all| their)?(?: peak of)? ?"
)
_SHARE_IS = re.compile(
    r"(?: [a-z-]+){0,2}(?:(?:,? (?:i\.e\.,?|that is,?|or|so|means|gives|which is)| ?[=≈]) ?[~≈]?| \()"
)
_ONE = re.compile(
    r"\b(?:an?|one|each|every|a single) (?:(?:output|decode|generated|training|further) )?(?P<noun>[a-z-]+)"
    r" (?:needs|takes|has|holds|uses|costs|requires|draws) ?[~≈]?\Z"
    r"|\beach of the \Z",
    re.IGNORECASE,
)
"""Words by which the first amount is that of one of the things that the second counts, or the second that of each."""
_TAIL = re.compile(
    r"(?: (?:in (?:total|all|flight)|altogether|overall|together|concurrent requests|requests|at once|effective"
    r"|effectively|sustained|(?:after|before|until|to) the first (?:one|token)|to (?:decode|generate|prefill|process)"
    r"|of (?:prefill|decoding|generation)))?\W*"
    r"(?:\Z|[.;,)\n])"
)
_OTHERWISE = re.compile(
    r"\b(?:if|unless|without|instead|per(?! (?:million|token|day|month|year))|peak|max\w*|up to|theoretical\w*|ideal\w*"
    r"|overlap\w*|pipelin\w*|parallel|(?<!one )replicas?|utili[sz]\w*|efficien\w*|overhead|would|could|average)\b",
    re.IGNORECASE,
)
"""Words of a sentence by which more than the two amounts goes into the third."""
_COPIES = frozenset({"data_parallel", "replicas", "gpus", "nodes"})
_THINGS = {"request": "sequence", "sample": "sequence", "prompt": "sequence", "user": "sequence"}
_BATCHES = frozenset({"batch_size", "global_batch_size", "micro_batch_size"})
_RATIOS = ("%", "×", "‰")
_MOST_WORDS = 7
_FAR = 40
_ALL = 100
_SAID = {
    Fraction(1, 10): "a zero is missing",
    Fraction(10): "there is a zero too many",
    Fraction(1, 1000): "what is stated is 1,000 times too small",
    Fraction(1000): "what is stated is 1,000 times too large",
    Fraction(1, 10**6): "what is stated is 1,000,000 times too small",
    Fraction(10**6): "what is stated is 1,000,000 times too large",
}
_TENS = tuple(_SAID)


@dataclass(frozen=True, slots=True)
class _Joined:
    """Three amounts of a sentence: two, how they are joined, and what they are said to come to."""

    first: Fact
    second: Fact
    sign: str
    stated: Fact
    sure: bool
    """Whether the sentence says that the third is the same as the two."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each third amount that two before it give, or that they do not give."""
    inner = worked_with(facts)
    for first, second, stated in zip(facts.all, facts.all[1:], facts.all[2:], strict=False):
        block = first.claim.block
        if not block == second.claim.block == stated.claim.block or stated.claim.index in inner:
            continue
        usable = _is_amount(first) or _is_part(first)
        if usable and _is_amount(second) and _is_amount(stated) and (found := _read(first, second, stated, facts)):
            made = _judge(found, facts, rule)
            if made is not None:
                yield made


def _is_amount(fact: Fact) -> bool:
    quantity = fact.quantity
    plain = quantity.is_plain and quantity.value is not None and quantity.value > 0
    return plain and quantity.unit.symbol not in _RATIOS


def _is_part(fact: Fact) -> bool:
    """Whether it is a plain percentage, of which a share may be told."""
    quantity = fact.quantity
    return quantity.unit.symbol == "%" and quantity.is_plain and 0 < (quantity.value or 0) <= _ALL


def _read(first: Fact, second: Fact, stated: Fact, facts: Facts) -> _Joined | None:
    """The three as a sentence joins them; None where it does not, or says of something else."""
    text = facts.claims.document.blocks[first.claim.block].text
    between, told = _gaps((first, second, stated), text)
    if _TAIL.match(text, stated.claim.end) is None:
        return None
    if first.quantity.unit.symbol == "%":
        alike = _kind(second) == _kind(stated) != ()
        fits = alike and _SHARE_OF.fullmatch(between) and _SHARE_IS.fullmatch(told)
        return _Joined(first, second, "×", stated, sure=False) if fits else None
    one = _ONE.search(text, max(first.claim.start - _FAR, 0), first.claim.start)
    sign = _sign(first, second, stated, one)
    apart = sign == "×" and COMMA.fullmatch(between) is not None
    taken_up = TAKEN_UP.fullmatch(between) is not None
    if not sign or not (apart or taken_up or _belong(between)):
        return None
    sure = EQUALS.fullmatch(told) is not None
    return _Joined(first, second, sign, stated, sure) if sure or _is_made(told, sign, stated) else None


def _belong(between: str) -> bool:
    words = re.findall(r"[^\W\d_]+", between)
    signs = re.sub(r"[\w\s,;(-]", "", between)
    return 0 < len(words) <= _MOST_WORDS and not signs and all(LINKS.fullmatch(word.lower()) for word in words)


def _is_made(told: str, sign: str, stated: Fact) -> bool:
    if (found := MAKES.fullmatch(told)) is not None:
        words = found["words"].split()
        return all(map(MADE.fullmatch, words)) and not all(map(IDLE.fullmatch, words))
    if COMMA.fullmatch(told):
        # "64 GPUs for 24 hours, 1,536 GPU-hours": the unit itself says that both are in it.
        return sign == "×" and all(power > 0 for _, power in _kind(stated)) and len(_kind(stated)) > 1
    return APART.fullmatch(told) is not None


def _sign(first: Fact, second: Fact, stated: Fact, one: re.Match[str] | None) -> str:
    """How the units of the two have to be joined for that of the third; empty where not, or in more ways than one."""
    a, b, c = _kind(first), _kind(second), _kind(stated)
    if not a or not b or not c:
        return ""
    if a == (("gpu", 1),) and b == c and ("dollar", 1) in b:
        # "64 GPUs at $2/h": each.
        return "×"
    if one is not None and one["noun"] is None:
        # "Each of the 128 sequences has 2,048 tokens."
        b = combine_dimensions(b, a, -1)
    scope = first.scope or (_noun(one["noun"]) if one is not None and one["noun"] else "")
    if scope in dict(b) and scope not in dict(a):
        # "Each layer takes 2 ms, so all 32 layers take 64 ms."
        a = combine_dimensions(a, ((scope, 1),), -1)
    if first.concept == "tpot" and "token" not in dict(a):
        a = combine_dimensions(a, (("token", 1),), -1)
    if first.concept in _BATCHES:
        b = tuple(each for each in b if each != ("batch", -1))
    ways = {"×": combine_dimensions(a, b, 1), "÷": combine_dimensions(a, b, -1), "by": combine_dimensions(b, a, -1)}
    fitting = [sign for sign, joined in ways.items() if joined == c and c not in (a, b)]
    return fitting[0] if len(fitting) == 1 else ""


def _noun(word: str) -> str:
    return _THINGS.get(word.lower(), word.lower())


def _kind(fact: Fact) -> Dimensions:
    """Its unit, in which requests, samples and prompts are sequences; a batch holds some without saying so."""
    found = fact.quantity.readings[0].unit.dimensions
    if not found and fact.concept in _BATCHES:
        return (("sequence", 1),)
    return tuple(sorted((_THINGS.get(name, name), power) for name, power in found))


def _judge(found: _Joined, facts: Facts, rule: str) -> Derivation | None:
    ends = (found.second, found.first) if found.sign == "by" else (found.first, found.second)
    values = [end.quantity.hull for end in ends]
    result = values[0] * values[1] if found.sign == "×" else values[0] / values[1]
    holds = result.meets(found.stated.quantity.hull) or _is_rounded(found, result)
    if not holds and (not is_own_statement(facts, found.stated.claim.index) or _is_otherwise(found, result, facts)):
        return None
    return _derivation(found, ends, result, rule, holds=holds)


def _is_rounded(found: _Joined, result: Interval) -> bool:
    """Whether a share of whole things is the next whole number."""
    stated = found.stated.quantity.value if found.stated.quantity.whole else None
    near = Interval(-1, 1, low_open=True, high_open=True)
    return found.first.quantity.unit.symbol == "%" and stated is not None and (result + near).contains(stated)


def _is_otherwise(found: _Joined, result: Interval, facts: Facts) -> bool:
    """Whether more may go into the third amount than the two: another number or a word of its sentence, copies that
    work side by side, what a time loses beside."""
    text = facts.claims.document.blocks[found.first.claim.block].text
    start = max((end.end() for end in _SENTENCE.finditer(text, 0, found.first.claim.start)), default=0)
    ends = _SENTENCE.search(text, found.stated.claim.end)
    rest = text[found.stated.claim.end : ends.start() if ends else len(text)]
    before = facts.all[found.first.index - 1] if found.first.index else None
    beside = before is not None and before.claim.block == found.first.claim.block and before.claim.start >= start
    if beside and before is not None and (_kind(before) != _kind(found.first) or _is_made_of(before, found)):
        return True
    if found.first.quantity.unit.symbol != "%" and (_is_capacity(found.first) or _is_capacity(found.second)):
        return True
    told = (text[start : found.first.claim.start], *_gaps((found.first, found.second, found.stated), text), rest)
    if any(_OTHERWISE.search(part) for part in told):
        return True
    return not found.sure and _may_be_more(found, result, facts)


def _is_made_of(before: Fact, found: _Joined) -> bool:
    """Whether an amount of the first one's kind, "8 GPUs at 700 W draw 5.6 kW", gives what is stated in its place."""
    value, other, stated = before.quantity.hull, found.second.quantity.hull, found.stated.quantity.hull
    ways = {"×": value * other, "÷": value / other, "by": other / value}
    return ways[found.sign].meets(stated)


def _is_capacity(fact: Fact) -> bool:
    """Whether bytes or operations go in: a link gives half of what is printed in each direction, and no peak is
    reached."""
    return not {"byte", "flop", "operation"}.isdisjoint(dict(_kind(fact)))


def _gaps(three: tuple[Fact, Fact, Fact], text: str) -> tuple[str, str]:
    """What stands between them."""
    first, second, stated = (each.claim for each in three)
    return text[first.end : second.start], ON_END.sub("", text[second.end : stated.start], count=1)


def _may_be_more(found: _Joined, result: Interval, facts: Facts) -> bool:
    """Whether as many copies as the document has give what is stated, or a time is longer than it has to be."""
    stated = found.stated.quantity.nominal()
    if result.low is None or result.high is None or stated.low is None or result.low <= 0:
        return True
    if found.first.quantity.unit.symbol == "%":
        return False
    more = stated.low > result.high
    if (
        more
        and found.sign != "×"
        and NEEDS.search(
            _gaps(
                (found.first, found.second, found.stated), facts.claims.document.blocks[found.first.claim.block].text
            )[1]
        )
    ):
        return True
    if more and _kind(found.stated) == (("second", 1),):
        tens = any(result.scale(factor).meets(found.stated.quantity.hull) for factor in _TENS)
        return not tens and (found.sign != "×" or stated.low * 2 < _nominal(found) * 3)
    copies = {fact.quantity.value for fact in facts.all if fact.concept in _COPIES and fact.quantity.value}
    return any(result.scale(count).meets(found.stated.quantity.hull) for count in copies)


def _nominal(found: _Joined) -> Fraction:
    return (found.first.quantity.nominal() * found.second.quantity.nominal()).low or Fraction(0)


def _derivation(found: _Joined, ends: tuple[Fact, Fact], result: Interval, rule: str, *, holds: bool) -> Derivation:
    return of_two(
        found.stated,
        ends,
        "×" if found.sign == "×" else "÷",
        rule,
        words="joined",
        holds=holds,
        power=chance(found.stated.quantity),
        basis=Basis.ARITHMETIC,
        severity="" if found.sure else "warning",
        near_miss="" if holds else _slip(found, result),
    )


def _slip(found: _Joined, result: Interval) -> str:
    stated = found.stated.quantity.hull
    return next((_SAID[factor] for factor in _TENS if result.scale(factor).meets(stated)), "")
