"""Stage 5: a verdict for each claim, and what is wrong.

The records that findings rest on are handed on, so that the report needs to import this package only.
"""

from auditor.derivations import Derivation, Fact, Form, Input, Operand, Polarity, Premise, Stance, Step
from auditor.findings.finding import DocumentVerdict, Finding, Findings, Judgement, Severity, Verdict
from auditor.findings.judge import judge

__all__ = [
    "Derivation",
    "DocumentVerdict",
    "Fact",
    "Finding",
    "Findings",
    "Form",
    "Input",
    "Judgement",
    "Operand",
    "Polarity",
    "Premise",
    "Severity",
    "Stance",
    "Step",
    "Verdict",
    "judge",
]
