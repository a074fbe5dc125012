"""Stage 2: what a document says: every number, written arithmetic, numbers that stand together, marks."""

from auditor.claims.claim import (
    Claim,
    Claims,
    Equation,
    Expression,
    Form,
    Label,
    Link,
    Numeral,
    Operand,
    Operation,
    Polarity,
)
from auditor.claims.extract import extract

__all__ = [
    "Claim",
    "Claims",
    "Equation",
    "Expression",
    "Form",
    "Label",
    "Link",
    "Numeral",
    "Operand",
    "Operation",
    "Polarity",
    "extract",
]
