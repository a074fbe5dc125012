"""Stage 3: what a document means: concept, scope, role, scenario and stance of each number.

The records of the claims that facts rest on are handed on, and what builds an expression of them, so that the next
stage needs to import this one only.
"""

from auditor.claims import (
    Block,
    Builder,
    Cell,
    Claim,
    Claims,
    Equation,
    Expression,
    Extent,
    Form,
    Ground,
    Indices,
    Link,
    Operand,
    Operation,
    Polarity,
    Worded,
)
from auditor.facts.fact import Fact, Facts, Figure, Implied, Named, Outside, Premise, Rank, Stance
from auditor.facts.models import OTHER_ACCELERATOR, OTHER_MODEL
from auditor.facts.resolve import resolve
from auditor.facts.scenario import PREVIOUS

__all__ = [
    "OTHER_ACCELERATOR",
    "OTHER_MODEL",
    "PREVIOUS",
    "Block",
    "Builder",
    "Cell",
    "Claim",
    "Claims",
    "Equation",
    "Expression",
    "Extent",
    "Fact",
    "Facts",
    "Figure",
    "Form",
    "Ground",
    "Implied",
    "Indices",
    "Link",
    "Named",
    "Operand",
    "Operation",
    "Outside",
    "Polarity",
    "Premise",
    "Rank",
    "Stance",
    "Worded",
    "resolve",
]
