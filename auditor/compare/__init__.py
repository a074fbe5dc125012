"""Two versions of a report: findings solved, new and remaining, and what the new version says less firmly."""

from auditor.compare.comparison import Change, Comparison, compare
from auditor.compare.forms import FORMS, render
from auditor.compare.lines import lines

__all__ = ["FORMS", "Change", "Comparison", "compare", "lines", "render"]
