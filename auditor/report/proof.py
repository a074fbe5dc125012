"""A proof in the audit JSON, as pydantic models: what it starts from, each step, and how it ends."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """What all models of the audit JSON have in common."""

    model_config = ConfigDict(
        frozen=True, serialize_by_alias=True, validate_by_name=True, use_attribute_docstrings=True
    )


class Range(Model):
    """An interval; its ends are exact decimals ("15.15") or fractions ("1/3"), null where there is none."""

    low: str | None
    high: str | None
    low_open: bool
    """Whether `low` itself is left out."""
    high_open: bool


class Convention(Range):
    """One named convention and what it gives, in base units."""

    name: str
    holds: bool
    """Whether it gives what is stated."""


class Premise(Model):
    """A statement of a document beside the report: its brief, or a plan that it verifies."""

    source: str
    """As the document was given."""
    line: int
    """From 1."""
    text: str
    """As printed there; key and value of a file of data."""


class Input(Range):
    """A number that a step starts from, given by a claim, an earlier step or an assumption."""

    name: str
    """As the step's expression calls it."""
    claim: str | None
    factor: str | None
    """What turns a numeral in the claim's text into a value of the range (scale and unit); null without a numeral."""
    step: int | None
    """Position of the earlier step."""
    assumed: str | None
    """Why it is taken."""
    outside: Premise | None
    """What a document beside the report states and `assumed` cites; null for any other input."""


class Step(Range):
    """One line of working; the ends are those of its result, in base units."""

    formula: str
    """In names."""
    values: str
    """With the numbers put in."""
    expression: str
    """The formula in postfix order over the names of the inputs ("tp pp * 2 /"); empty for a step that only cites.

    Operators are + - * / ^ min max mod neg ceil floor sqrt log2; `≥` and `≤` for all from, or up to, a value; `about`
    for a tenth more or less; `cut` for what may be cut or rounded to a whole number; `count` for how many there are
    from the first of a range to its last.
    """
    inputs: tuple[Input, ...]
    unit: str
    """The unit in which people would show the result."""


class Certificate(Model):
    """A proof that can be checked by hand or by another program."""

    rule: str
    basis: Literal["arithmetic", "derivation", "comparison", "restatement"]
    bound: Literal["exact", "lower", "upper", "typical"]
    relation: Literal["=", "<", "≤", ">", "≥", "whole"]
    """How the head must stand to `range`; `whole`: the range must hold a whole number."""
    head: str
    """Id of the claim that is judged."""
    premises: tuple[str, ...]
    """Ids of the claims that it rests on."""
    steps: tuple[Step, ...]
    compared: Step | None
    """The stated side as it was held against `range`; null for the head itself in all its readings."""
    conventions: tuple[Convention, ...]
    assumptions: tuple[str, ...]
    stated: str
    expected: str
    range: Range
    """What follows, in base units."""
    holds: bool
    reservation: str | None
    """Why it does not hold although the values agree."""
    digest: str
    """Of all the rest: the beginning of the SHA-256 of its JSON with sorted keys and without spaces."""
