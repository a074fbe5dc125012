"""An independent judge: z3 decides each proof as a question about real numbers, without any interval arithmetic."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import z3

from auditor.audit import judge
from auditor.report import View, as_json

ROOT = Path(__file__).parents[2]
CORPUS = sorted(path for path in (ROOT / "corpus").glob("*.md") if path.with_suffix(".gold.yaml").exists())
Proof = Mapping[str, Any]

TWO: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "max": lambda a, b: z3.If(a >= b, a, b),
    "min": lambda a, b: z3.If(a <= b, a, b),
    "mod": lambda a, b: a - b * z3.ToReal(z3.ToInt(a / b)),
}
ONE: dict[str, Callable[[Any], Any]] = {
    "neg": lambda a: -a,
    "floor": lambda a: z3.ToReal(z3.ToInt(a)),
    "ceil": lambda a: -z3.ToReal(z3.ToInt(-a)),
}
STATED: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "≤": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "≥": lambda a, b: a >= b,
}


class Question:
    """A proof as constraints: each claim is one unknown number, whatever step it serves."""

    def __init__(self, proof: Proof, claims: Mapping[str, Proof]) -> None:
        self.solver = z3.Solver()
        self.solver.set("timeout", 2000)
        self.fresh = count()
        self.known: dict[str, Any] = {}
        self.steps: list[Any] = []
        for step in proof["steps"]:
            self.steps.append(self.value(step))
        follows = self.steps[-1] if self.steps else self.free(proof["range"])
        if proof["relation"] == "whole":
            self.solver.add(follows == z3.ToReal(z3.ToInt(follows)))
            return
        stated = self.value(proof["compared"]) if proof["compared"] else self.any_reading(claims[proof["head"]])
        self.solver.add(STATED[proof["relation"]](stated, follows))

    def free(self, bounds: Proof) -> Any:
        """A number between two ends."""
        number = z3.Real(f"x{next(self.fresh)}")
        self.solver.add(between(number, bounds))
        return number

    def any_reading(self, claim: Proof) -> Any:
        """A number that the claim's unit allows in one of its readings."""
        number = z3.Real(f"x{next(self.fresh)}")
        self.solver.add(z3.Or(*(between(number, reading) for reading in claim["quantity"]["readings"])))
        return number

    def value(self, step: Proof) -> Any:
        if not step["expression"]:
            return self.free(step)
        inputs = {given["name"]: self.input(given) for given in step["inputs"]}
        stack: list[Any] = []
        for word in step["expression"].split():
            if word in inputs:
                stack.append(inputs[word])
            elif word in TWO:
                second, first = stack.pop(), stack.pop()
                stack.append(TWO[word](first, second))
            elif word in ONE:
                stack.append(ONE[word](stack.pop()))
            elif word in ("≥", "≤"):
                bound = z3.Real(f"x{next(self.fresh)}")
                self.solver.add(STATED[word](bound, stack.pop()))
                stack.append(bound)
            elif word == "^" and z3.is_rational_value(z3.simplify(stack[-1])):
                exponent = z3.simplify(stack.pop()).as_fraction()
                stack.append(stack.pop() ** int(exponent) if exponent.denominator == 1 else undecided(word))
            elif word in ("about", "count", "cut", "sqrt", "log2", "^"):
                undecided(word)
            else:
                stack.append(z3.Q(*ratio(word)))
        return stack.pop()

    def input(self, given: Proof) -> Any:
        if given["step"] is not None:
            return self.steps[given["step"]]
        name = f"{given['claim']} × {given['factor']}" if given["claim"] else given["name"]
        if name not in self.known:
            self.known[name] = self.free(given)
        return self.known[name]


def between(number: Any, bounds: Proof) -> Any:
    """That a number lies within ends, open or closed, where there are any."""
    ends = []
    if bounds["low"] is not None:
        low = z3.Q(*ratio(bounds["low"]))
        ends.append(number > low if bounds["low_open"] else number >= low)
    if bounds["high"] is not None:
        high = z3.Q(*ratio(bounds["high"]))
        ends.append(number < high if bounds["high_open"] else number <= high)
    return z3.And(*ends)


def ratio(text: str) -> tuple[int, int]:
    value = z3.simplify(z3.RealVal(text)).as_fraction()
    return value.numerator, value.denominator


class UndecidedError(Exception):
    """The proof uses what has no exact form for z3."""


def undecided(word: str) -> Any:
    raise UndecidedError(word)


def answers(text: str) -> list[tuple[bool, z3.CheckSatResult, Proof]]:
    """Of each proof of an audit that z3 can put as a question: whether it holds, what z3 says, the proof."""
    audit = json.loads(json.dumps(as_json(View(judge(text)))))
    claims = {claim["id"]: claim for claim in audit["claims"]}
    errors = [found["certificate"] for found in audit["findings"] if found["severity"] == "error"]
    supported = [claim["certificate"] for claim in audit["claims"] if claim["verdict"] == "supported"]
    found = []
    for proof in (*errors, *supported):
        if proof is None or proof["reservation"] or not (proof["compared"] or claims[proof["head"]]["quantity"]):
            continue
        try:
            found.append((proof["holds"], Question(proof, claims).solver.check(), proof))
        except UndecidedError:
            continue
    return found


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_z3_agrees_with_every_proof_of_the_corpus(path: Path) -> None:
    found = answers(path.read_text(encoding="utf-8"))
    assert found
    against = {True: z3.unsat, False: z3.sat}
    assert [proof for holds, said, proof in found if said == against[holds]] == []
    decided = [said for _, said, _ in found if said != z3.unknown]
    assert len(decided) >= 0.9 * len(found)


def test_z3_refutes_a_wrong_product_and_finds_a_right_one_possible() -> None:
    found = answers("- 2 × 4 = 9 GPUs\n- 3 × 5 = 15 GPUs\n")
    assert [(holds, said) for holds, said, _ in found if holds is False] == [(False, z3.unsat)]
    assert (True, z3.sat) in [(holds, said) for holds, said, _ in found]
