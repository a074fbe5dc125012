"""The derivation behind a verdict as a tree: each result over what it was worked out from."""

from __future__ import annotations

import re
from collections.abc import Container

from markupsafe import Markup

from auditor import show
from auditor.findings import Derivation, Input, Step
from auditor.frozen import dataclass
from auditor.report.html import formula
from auditor.report.html.values import bracket, head_unit, result, scaled
from auditor.report.view import View
from auditor.text import visible
from auditor.units import NUMBER, Unit

_DEEPEST = 8
_NAME = re.compile(r"[A-Za-z_]\w*")
_SIGN = re.compile(r" (?:=|>=|<=) ")
_TIMES = re.compile(r" ?\* ?")


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the working."""

    value: str
    """As people write it."""
    label: str = ""
    """The symbol of the formula above that it stands for."""
    claim: int | None = None
    """The claim that states it."""
    line: int | None = None
    """The line of that claim."""
    admits: str = ""
    """Its ends, where it is no single value."""
    assumed: str = ""
    """Why it is taken, where nothing gives it."""
    formula: Markup | str = ""
    """What it was worked out by, in names."""
    working: Markup | str = ""
    """The same with the numbers put in, and the result."""
    children: tuple[Node, ...] = ()


def tree(view: View, derivation: Derivation) -> tuple[Node, ...]:
    """The last step, over its inputs; then the claims that no step mentions."""
    builder = _Builder(view, derivation)
    roots = [builder.step(len(derivation.steps) - 1)] if derivation.steps else []
    roots += [builder.step(index) for index in range(len(derivation.steps)) if index not in builder.shown]
    rest = (claim for claim in derivation.premises if claim not in builder.cited)
    return (*roots, *(builder.claim(claim) for claim in rest))


class _Builder:
    """Builds the nodes of one derivation; a step that is used twice is worked out once."""

    def __init__(self, view: View, derivation: Derivation) -> None:
        self.view = view
        self.derivation = derivation
        self.shown: set[int] = set()
        self.cited = {derivation.head}

    def step(self, index: int, label: str = "", depth: int = 0) -> Node:
        """The node of a step, over its inputs."""
        step = self.derivation.steps[index]
        value = visible(result(self.view, self.derivation, index))
        if index in self.shown or depth > _DEEPEST:
            return Node(value, label)
        self.shown.add(index)
        return Node(
            value=value,
            label=label,
            admits=self._admits(step, last=index == len(self.derivation.steps) - 1),
            formula=_in_names(step),
            working=self._put_in(step, value),
            children=tuple(self._input(given, index, depth + 1) for given in step.inputs),
        )

    def claim(self, claim: int, label: str = "") -> Node:
        """The node of a claim."""
        self.cited.add(claim)
        quantity = self.view.findings.derivations.facts.claims.all[claim].quantity
        printed = Unit(quantity.unit.symbol, NUMBER.factor, ()) if quantity else NUMBER
        admits = bracket(quantity.interval, printed) if quantity else ""
        return Node(visible(self.view.text(claim)), label, claim, self.view.line(claim), admits)

    def _input(self, given: Input, index: int, depth: int) -> Node:
        label = "" if given.name == f"c{given.claim}" else given.name.replace("_", " ")
        if given.claim is not None:
            return self.claim(given.claim, label)
        if given.step is not None and given.step < index:
            return self.step(given.step, label, depth)
        return Node(show.interval(given.interval, NUMBER), label, assumed=visible(given.assumed))

    def _admits(self, step: Step, *, last: bool) -> str:
        if last and (unit := head_unit(self.view, self.derivation)):
            return bracket(step.result, unit)
        return bracket(step.result, Unit(step.unit, NUMBER.factor, ())) if step.unit in ("", "GPU") else ""

    def _put_in(self, step: Step, value: str) -> Markup | str:
        names = {given.name: formula.words(self._shown(given)) for given in step.inputs}
        # A step that only names a number ("limit: 5s") has nothing to work out.
        cites = step.expression in names
        program, sign = _bounded(step.expression)
        math = None if cites else formula.mathml(program, names)
        if math is not None:
            return formula.relation(math, "=" if sign == "=" else "→", value)
        if cites or not step.values or step.values == value:
            return visible(step.values)
        return visible(f"{step.values} {'→' if '=' in step.values else '='} {value}")

    def _shown(self, given: Input) -> str:
        if given.claim is not None:
            return self.view.text(given.claim)
        if given.step is not None:
            step = self.derivation.steps[given.step]
            return scaled(step.result, Unit(step.unit, NUMBER.factor, ()))
        return show.interval(given.interval, NUMBER)


def _in_names(step: Step) -> Markup | str:
    """The formula in names, where it has any that the line with the numbers does not show."""
    if step.formula == step.values:
        return ""
    names = {given.name: formula.name(given.name) for given in step.inputs if given.name != f"c{given.claim}"}
    program, sign = _bounded(step.expression)
    math = formula.mathml(program, names) if len(names) == len(step.inputs) else None
    subject = _subject(step.formula, names)
    if math is None or not subject:
        return visible(_TIMES.sub(" × ", step.formula))
    return formula.relation(formula.name(subject), sign, math)


def _bounded(program: str) -> tuple[str, str]:
    """A program without the bound that it may end with, and the sign of the relation that it makes."""
    rest, _, last = program.rpartition(" ")
    return (rest, last) if last in ("≥", "≤") else (program, "=")


def _subject(text: str, inputs: Container[str]) -> str:
    """The symbol that a relation was solved for: its left side or the one that is no input; empty if that is unsure."""
    left = _SIGN.split(text)[0]
    if _NAME.fullmatch(left) and left not in inputs:
        return left
    others = {name for name in _NAME.findall(text) if name not in inputs} - formula.FUNCTIONS
    return others.pop() if len(others) == 1 else ""
