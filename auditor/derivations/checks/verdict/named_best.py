"""An option that is named as the best, lowest or cheapest of those that a table or list compares.

"Option B has the lowest TTFT", where that of Option A is lower.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.checks.options import Column, columns_of, plain
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Claim, Facts
from auditor.frozen import dataclass

_MOST = ("highest", "greatest", "largest", "most")
_LEAST = ("lowest", "smallest", "shortest", "fewest", "least")
_UNITS = {"cheapest": "dollar", "cheaper": "dollar", "fastest": "second", "faster": "second"}
_NAME = r"(?P<name>[^\W_][\w .+×=/&-]{0,40}?)"
_METRIC = r"(?P<metric>[^\W\d][\w /%-]{1,36}?)(?: \([^()\d]{1,20}\))?"
_SUP = rf"(?P<sup>best|{'|'.join((*_MOST, *_LEAST))})"
_END = r"(?=\W{0,3}(?:$|[.;!\n]|\(| at \d| with \d| of (?:all|both|the (?:two|three|four|five))\b| overall\b|, ))"
_BEGINS = (
    r"(?:\A|[.!]\s+|\n)\W*(?:(?:conclusion|result|summary|verdict|overall|therefore|thus|hence|so)\b[\s,:*]{1,5}"
    r"|(?:winner|best|first|(?:key )?finding|takeaway|observation)\b[^\n:.,]{0,32}:\W{1,5})?"
)
_SAID = (
    re.compile(
        rf"{_BEGINS}{_NAME} (?:(?:clearly|also|still|therefore|thus) )?(?:has|delivers|achieves|offers|gives|shows"
        rf"|reaches|provides|yields|needs|uses|takes) the {_SUP} {_METRIC}{_END}",
        re.IGNORECASE,
    ),
    re.compile(rf"{_BEGINS}{_SUP} {_METRIC}(?: is(?: from)?|\W?:|\W?→)\W{{1,3}}{_NAME}{_END}", re.IGNORECASE),
    re.compile(
        rf"(?:\A|[.!:]\s+|\n)\W*the {_SUP} {_METRIC} is (?:reached|achieved|obtained|found|seen|measured)"
        r" (?:with|at|for|by|using) (?:an? |the )?"
        r"(?:(?P<key>[a-z][\w-]*(?: [a-z][\w-]*){0,2}?)(?: size)? (?:of |= ?)?)?"
        r"(?P<name>\d[\d.,]*\d|\d)(?=[,.;]?(?:\s|$))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_BEGINS}{_NAME} is (?:(?:the|therefore|thus|clearly|also|still) ){{0,3}}"
        r"(?P<sup>cheapest|cheaper|fastest|faster)(?P<metric>)"
        r"(?: (?:option|one|setup|choice|layout|card|GPU|configuration|plan))?"
        rf"(?: per (?P<per>(?:(?:\d+[MK]?|output|input|generated|million) ){{0,3}}tokens?|hour|request))?{_END}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:picks?|chooses?|selects?|recommends?|prefers?|takes?)\W{{1,4}}(?:option |layout )?{_NAME}\W{{0,3}},?"
        rf" (?:as|because|since) it (?:has|delivers|offers|gives|reaches) the {_SUP} {_METRIC}{_END}",
        re.IGNORECASE,
    ),
)
_WORD = re.compile(r"best|est\b|cheaper|faster|most|least", re.IGNORECASE)
_RISES = re.compile(r"throughput|efficien|mfu|speedup|headroom|availab|hit rate", re.IGNORECASE)
_FALLS = re.compile(r"latency|ttft|tpot|cost|price|time|overhead|bubble|tco", re.IGNORECASE)
_LOOSE = re.compile(
    r"\b(?:if|would|could|not|never|feasible|meet\w*|fits?|second|previous\w*|was|except|besides|apart|almost|nearly|tied"
    r"|joint\w*|together|both|per (?:dollar|watt)|expected|claim\w*|among)\b|n't\b|\?",
    re.IGNORECASE,
)
"""Words of a sentence that leave some options out, or do not say that it is so."""


@dataclass(frozen=True, slots=True)
class _Praise:
    """An option, and of what it has the most or the least."""

    words: str
    name: str
    metric: str
    rises: bool
    per: str = ""
    """What it is the most or the least for each of: "token"."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each option that is so named where another one is better."""
    said = list(_said(facts)) if _WORD.search(facts.claims.document.source) else []
    options = columns_of(facts) if said else {}
    for praise in said:
        found = [pair for column in _meant(praise, options) if (pair := _beaten(praise, column)) is not None]
        if found and len(found) == len(_meant(praise, options)):
            yield _derivation(praise, *found[0], rule)


def _said(facts: Facts) -> Iterator[_Praise]:
    for block in facts.claims.document.blocks:
        if block.cell is not None or block.code is not None or not _WORD.search(block.text):
            continue
        text = block.text
        for found in (each for pattern in _SAID for each in pattern.finditer(text)):
            behind = text.find(". ", found.end())
            sentence = text[found.start() : behind if behind >= 0 else None]
            sup = found["sup"].lower()
            metric = _UNITS.get(sup, found["metric"])
            rises = _direction(sup, metric)
            if rises is not None and not _LOOSE.search(sentence):
                metric, _, each = metric.partition(" per ")
                per = (found.groupdict().get("per") or each).lower().split()
                of = per[-1].removesuffix("s") if per else ""
                for name in _names(found):
                    yield _Praise(found[0].strip(" \n*-•✅✓:."), name, metric, rises, of)


def _names(found: re.Match[str]) -> set[str]:
    """What the option may be called: by its number alone, or by what the number is of too."""
    key = found.groupdict().get("key")
    return {plain(found["name"])} | ({plain(f"{key} {found['name']}")} if key else set())


def _direction(sup: str, metric: str) -> bool | None:
    """Whether more is meant; None where that is open."""
    if sup in (*_MOST, *_LEAST, *_UNITS):
        return sup in _MOST
    rises, falls = _RISES.search(metric), _FALLS.search(metric)
    return None if (rises is None) is (falls is None) else rises is not None


def _meant(praise: _Praise, options: Mapping[object, Sequence[Column]]) -> list[Column]:
    """The column of each table or list that has the option and bears the name of what is compared."""
    found = []
    for columns in options.values():
        there = [c for c in columns if praise.name in c.claims and praise.per in c.metric.lower()]
        own = [column for column in there if column.is_called(praise.metric)]
        own = own or [column for column in there if column.is_measured_as(praise.metric)]
        exact = [column for column in own if column.is_called(praise.metric, exactly=True)]
        chosen = exact or own
        if len(chosen) == 1:
            found.append(chosen[0])
        elif chosen:
            return []
    return found


def _beaten(praise: _Praise, column: Column) -> tuple[Claim, Claim, str] | None:
    """The number of the option, and the best of the others with its name, where that is certainly better."""
    own = column.claims[praise.name]
    others = [
        (claim, name) for name, claim in column.claims.items() if name != praise.name and name not in column.aside
    ]
    best: tuple[Claim, str] | None = None
    for claim, name in others:
        if _is_better(claim, best[0] if best is not None else own, rises=praise.rises):
            best = claim, name
    return None if best is None else (own, *best)


def _is_better(one: Claim, other: Claim, *, rises: bool) -> bool:
    assert one.quantity is not None
    assert other.quantity is not None
    more, less = (one, other) if rises else (other, one)
    assert more.quantity is not None
    assert less.quantity is not None
    low, high = more.quantity.hull.low, less.quantity.hull.high
    return low is not None and high is not None and low > high


def _derivation(praise: _Praise, own: Claim, best: Claim, name: str, rule: str) -> Derivation:
    assert own.quantity is not None
    assert best.quantity is not None
    limit, value = best.quantity.hull, own.quantity.hull
    relation, more = ("≥", "more") if praise.rises else ("≤", "less")
    return one_step(
        own,
        claim_step(best, limit, "of the others", best.quantity.unit.symbol),
        rule,
        expected=f"{best.text} ({name})",
        holds=False,
        relation=relation,
        basis=Basis.COMPARISON,
        compared=claim_step(own, value, own.text, own.quantity.unit.symbol),
        message=f'"{praise.words}" is said, but {best.text} ({name}) is {more} than {own.text}.',
    )
