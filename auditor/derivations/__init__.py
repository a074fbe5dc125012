"""Stage 4: what follows from a document's facts."""

from auditor.derivations.checks.general_verdicts import speaking_of
from auditor.derivations.concepts import COUNTED, LAYOUT, MEMORY, MODEL, is_configuration
from auditor.derivations.derivation import (
    STRENGTH,
    VOID,
    Basis,
    Bound,
    Cure,
    Derivation,
    Derivations,
    Input,
    Step,
    Tried,
)
from auditor.derivations.derive import derive
from auditor.derivations.miswritten import miswriting
from auditor.derivations.usual_slips import FAR, is_by_factor, limit
from auditor.derivations.values import physical
from auditor.facts import Claim, Extent, Fact, Facts, Form, Ground, Operand, Polarity, Premise, Stance

__all__ = [
    "COUNTED",
    "FAR",
    "LAYOUT",
    "MEMORY",
    "MODEL",
    "STRENGTH",
    "VOID",
    "Basis",
    "Bound",
    "Claim",
    "Cure",
    "Derivation",
    "Derivations",
    "Extent",
    "Fact",
    "Facts",
    "Form",
    "Ground",
    "Input",
    "Operand",
    "Polarity",
    "Premise",
    "Stance",
    "Step",
    "Tried",
    "derive",
    "is_by_factor",
    "is_configuration",
    "limit",
    "miswriting",
    "physical",
    "speaking_of",
]
