"""Judged documents made by hand, with every kind of proof that a report has to show."""

from __future__ import annotations

import re
from fractions import Fraction

from auditor.claims import Claim, Claims, Form, Label, Numeral, Polarity
from auditor.derivations import Basis, Cure, Derivation, Derivations, Step, Tried
from auditor.document import Block, Document, Kind
from auditor.facts import Fact, Facts, Stance
from auditor.findings import DocumentVerdict, Finding, Findings, Judgement, Severity, Verdict
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity, Reading
from auditor.span import Lines, Span
from auditor.units import NUMBER, Unit

GPU = Unit("GPU", Fraction(1), (("gpu", 1),))
GB = Unit("GB", Fraction(10**9), (("byte", 1),))
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
MARKS = {"✅": Polarity.GOOD, "CORRECT": Polarity.GOOD}

PLAN = """# Plan 1

✅ The plan is **CORRECT**.

- Degrees: TP=2, PP=4, EP=16
- Total: 64 GPUs
- Memory: 15.2GB per GPU
"""

HOSTILE = (
    "# <script>alert(1)</script> | `x` | @team #12\r\n\r\n"
    "Total:\t\x1b[31m64 GPUs\x1b[0m \u202e{{ 7*7 }} | ``` 🚀🚀 **b**\r\n"
)


def claim(source: str, index: int, text: str, unit: Unit = NUMBER, start: int = 0) -> Claim:
    """The claim whose text first stands behind `start`."""
    begin = source.index(text, start)
    found = NUMERAL.search(text)
    quantity = None
    if found:
        value = Fraction(found.group())
        interval = Interval.point(value)
        readings = (Reading("", unit, interval.scale(unit.factor)),)
        quantity = Quantity(text, value, interval, unit, Modality.EXACT, True, readings)
    form = Form.QUANTITY if quantity else Form.VERDICT if text.isalpha() else Form.MARK
    span = Span(begin, begin + len(text))
    polarity = None if quantity else MARKS[text]
    return Claim(index, form, span, text, 0, begin, begin + len(text), Label(), quantity, polarity=polarity)


def facts(source: str, claims: tuple[Claim, ...], concepts: dict[int, str]) -> Facts:
    """The claims under concepts; a numeral that no claim holds claims nothing."""
    ledger = tuple(numeral(Span(*found.span()), claims) for found in NUMERAL.finditer(source))
    block = Block(0, Kind.PARAGRAPH, source, range(len(source) + 1), Span(0, len(source)), ())
    said = Claims(Document(source, Lines(source), (block,)), claims, (), (), ledger)
    by_claim = tuple(fact(claim, concepts) if claim.quantity else None for claim in claims)
    return Facts(said, tuple(found for found in by_claim if found), by_claim)


def numeral(span: Span, claims: tuple[Claim, ...]) -> Numeral:
    owner = next((claim.index for claim in claims if claim.span.covers(span)), None)
    return Numeral(span, *("other", "part of a name") if owner is None else ("claim", "count"), owner)


def fact(claim: Claim, concepts: dict[int, str]) -> Fact:
    assert claim.quantity
    concept, known = concepts.get(claim.index, "thing"), claim.index in concepts
    scope = "gpu" if claim.quantity.unit is GB else ""
    return Fact(claim.index, concept, known, scope, "", (), Stance.ASSERTED, claim.quantity, claim)


def refuted() -> Findings:
    """PLAN: the GPU count is refuted by the degrees, the tick falls with it, the memory stays open."""
    degrees = PLAN.index("TP=")
    claims = (
        claim(PLAN, 0, "✅"),
        claim(PLAN, 1, "CORRECT"),
        claim(PLAN, 2, "2", start=degrees),
        claim(PLAN, 3, "4", start=degrees),
        claim(PLAN, 4, "16", start=degrees),
        claim(PLAN, 5, "64 GPUs", GPU),
        claim(PLAN, 6, "15.2GB", GB),
    )
    concepts = {2: "tensor_parallel", 3: "pipeline_parallel", 4: "expert_parallel", 5: "gpus", 6: "memory"}
    meant = facts(PLAN, claims, concepts)
    wrong = Derivation(
        rule="placement/gpus",
        head=5,
        premises=(2, 3, 4),
        holds=False,
        stated="64 GPUs",
        expected="128 GPUs",
        interval=Interval.point(128),
        steps=(Step("gpus = tp × pp × ep", "2 × 4 × 16", Interval.point(128), "GPU"),),
        tried=(Tried("experts inside the tensor ranks", Interval.point(8), holds=False),),
        assumptions=("Every degree multiplies the GPUs.",),
        near_miss="4 × 16 gives it: TP=2 is left out",
        cures=(Cure(2, Interval.point(1)),),
    )
    finding = Finding(
        code="placement/gpus",
        kind="derivation",
        severity=Severity.ERROR,
        message="The degrees ask for 128 GPUs, not 64 GPUs.",
        claims=(5, 2, 3, 4),
        stated="64 GPUs",
        expected="128 GPUs",
        derivation=wrong,
        consequences=(6,),
        overturns=(0, 1),
    )
    right = Derivation(
        "placement/stages", 3, (2,), holds=True, stated="4", expected="4", interval=Interval.point(4),
        basis=Basis.ARITHMETIC, power=0.75, steps=(Step("2 + 2", "2 + 2", Interval.point(4), ""),),
    )  # fmt: skip
    open_ = Judgement(Verdict.NOT_ENOUGH_INFO, "", "no capacity is stated", None)
    judgements = [open_] * len(claims)
    judgements[5] = Judgement(Verdict.REFUTED, "", "", wrong)
    judgements[3] = Judgement(Verdict.SUPPORTED, "arithmetic", "", right)
    derivations = Derivations(meant, (right, wrong))
    return Findings(derivations, (finding,), tuple(judgements), DocumentVerdict.REFUTED, "CORRECT", 1)


def hostile() -> Findings:
    """HOSTILE: a finding in a document that attacks whatever prints it."""
    claims = (claim(HOSTILE, 0, "64 GPUs", GPU),)
    wrong = Derivation(
        "restatement", 0, (), holds=False, stated="64 GPUs\x1b", expected="`|`", interval=Interval.at_least(65)
    )
    finding = Finding(
        "restatement", "restatement", Severity.WARNING, "<b>\x1b]8;; @team", (0,), "64 GPUs\x1b", "`|`", wrong
    )
    open_ = Judgement(Verdict.NOT_ENOUGH_INFO, "", "a | b\n<i>", None)
    derivations = Derivations(facts(HOSTILE, claims, {}), (wrong,))
    return Findings(derivations, (finding,), (open_,), DocumentVerdict.NOT_ENOUGH_INFO, "", None)


def clean() -> Findings:
    """An empty document."""
    return Findings(Derivations(facts("", (), {}), ()), (), (), DocumentVerdict.NOT_ENOUGH_INFO, "", None)
