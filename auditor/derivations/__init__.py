"""Stage 4: what follows from a document's facts."""

from auditor.derivations.derivation import Basis, Bound, Cure, Derivation, Derivations, Input, Step, Tried
from auditor.derivations.derive import derive
from auditor.facts import Form, Polarity

__all__ = [
    "Basis",
    "Bound",
    "Cure",
    "Derivation",
    "Derivations",
    "Form",
    "Input",
    "Polarity",
    "Step",
    "Tried",
    "derive",
]
