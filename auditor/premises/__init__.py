"""Documents beside the report, read by the same stages: the configuration that holds, the plan under verification."""

from auditor.premises.read import read
from auditor.premises.source import Source, given, load

__all__ = ["Source", "given", "load", "read"]
