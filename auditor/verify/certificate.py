"""One proof checked: its premises, each step, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from auditor.verify.premises import Claim, misread, value
from auditor.verify.program import bounds
from auditor.verify.ranges import Range, has_whole, read

_DIGEST = 16
Proof = Mapping[str, Any]


def problems(proof: Proof, claims: Mapping[str, Claim]) -> Iterator[str]:
    """What is wrong with a proof, in sentences. Raises KeyError, TypeError or ValueError where it is no proof."""
    if digest(proof) != proof["digest"]:
        yield "it was changed after it was written: its digest is another one"
    results = [read(step) for step in proof["steps"]]
    for place, step in enumerate(proof["steps"]):
        for problem in _step(step, results[:place], claims):
            yield f"step {place + 1}: {problem}"
    compared = proof["compared"]
    if compared is not None:
        for problem in _step(compared, results, claims):
            yield f"the stated side: {problem}"
    yield from _premises(proof, claims)
    yield from _end(proof, results, claims)


def digest(proof: Proof) -> str:
    """The hash that the proof has to carry."""
    rest = {key: field for key, field in proof.items() if key != "digest"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:_DIGEST]


def _step(step: Proof, earlier: list[Range], claims: Mapping[str, Claim]) -> Iterator[str]:
    inputs = {}
    for given in step["inputs"]:
        inputs[given["name"]] = read(given)
        yield from _input(given, earlier, claims)
    if not step["expression"]:
        return
    possible, result = bounds(step["expression"], inputs), read(step)
    if not possible.admit(result):
        yield f"{step['expression']} gives {possible.outer}, not {result}"


def _input(given: Proof, earlier: list[Range], claims: Mapping[str, Claim]) -> Iterator[str]:
    taken = read(given)
    if given["claim"] is not None:
        if problem := misread(claims[given["claim"]], given["factor"], taken):
            yield f"{given['name']}: {problem}"
    elif given["step"] is not None:
        if not 0 <= given["step"] < len(earlier):
            yield f"{given['name']} rests on step {given['step'] + 1}, which does not come before it"
        elif earlier[given["step"]] != taken:
            yield f"{given['name']} is {taken}, but step {given['step'] + 1} gives {earlier[given['step']]}"
    elif not given["assumed"]:
        yield f"{given['name']} comes from nowhere"


def _premises(proof: Proof, claims: Mapping[str, Claim]) -> Iterator[str]:
    """Every claim that a step starts from has to be named as a premise, and every name has to be a claim's."""
    named = {*proof["premises"], proof["head"]}
    if missing := sorted(name for name in named if name not in claims):
        yield f"{', '.join(missing)} is no claim of the audit"
    steps = [*proof["steps"], *([proof["compared"]] if proof["compared"] else [])]
    used = {given["claim"] for step in steps for given in step["inputs"]} - {None}
    if unnamed := sorted(used - named):
        yield f"{', '.join(unnamed)} is used, but not named as a premise"
    idle = {name for name in named - used - {proof["head"]} if claims.get(name, {}).get("quantity") is not None}
    if idle and proof["steps"]:
        yield f"{', '.join(sorted(idle))} is named as a premise, but not used"


def _end(proof: Proof, results: list[Range], claims: Mapping[str, Claim]) -> Iterator[str]:
    """The last step has to give the range, and the range to decide the claim as the proof says."""
    follows, relation = read(proof["range"]), proof["relation"]
    if results and results[-1] != follows:
        yield f"the last step gives {results[-1]}, not {follows}"
    if not results and not proof["reservation"]:
        yield "there are no steps"
    if relation == "whole":
        agrees, stated = has_whole(follows), "a whole number"
    else:
        left = read(proof["compared"]) if proof["compared"] is not None else value(claims[proof["head"]])
        agrees, stated = may_stand(left, relation, follows), str(left)
    if proof["holds"] and not agrees:
        yield f"it is said to hold, but {stated} {relation} {follows} cannot be"
    if not proof["holds"] and agrees and not proof["reservation"]:
        yield f"it is said to fail, but {stated} {relation} {follows} can be"


def may_stand(left: Range, relation: str, right: Range) -> bool:
    """Whether some number of the one stands so to some number of the other."""
    if relation == "=":
        return left.meets(right)
    if relation in ("<", "≤"):
        left, right = right, left
    elif relation not in (">", "≥"):
        raise ValueError(f"{relation[:20]!r} is no relation")
    if left.high != right.low:
        return left.high > right.low
    closed = not (left.high_open or right.low_open)
    return (relation in ("≥", "≤") and closed) or left.high[0] != 0
