"""Stage 5: a verdict for each claim, and what is wrong."""

from auditor.findings.finding import DocumentVerdict, Finding, Findings, Judgement, Severity, Verdict
from auditor.findings.judge import judge

__all__ = ["DocumentVerdict", "Finding", "Findings", "Judgement", "Severity", "Verdict", "judge"]
