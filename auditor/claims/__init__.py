"""Stage 2: what a document says: every number, written arithmetic, numbers that stand together, marks."""

from auditor.claims.claim import (
    Claim,
    Claims,
    Equation,
    Expression,
    Extent,
    Form,
    Ground,
    Indices,
    Label,
    Link,
    Numeral,
    Operand,
    Operation,
    Polarity,
    Worded,
)
from auditor.claims.expression import Builder
from auditor.claims.extract import extract
from auditor.document import Block, Cell, Document, Kind

__all__ = [
    "Block",
    "Builder",
    "Cell",
    "Claim",
    "Claims",
    "Document",
    "Equation",
    "Expression",
    "Extent",
    "Form",
    "Ground",
    "Indices",
    "Kind",
    "Label",
    "Link",
    "Numeral",
    "Operand",
    "Operation",
    "Polarity",
    "Worded",
    "extract",
]
