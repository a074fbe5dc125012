"""Audits as a dataset: built, counted, checked; and how far annotators agree."""

from auditor.dataset.agree import Report, agree
from auditor.dataset.build import build
from auditor.dataset.facts import Facts
from auditor.dataset.origin import OPEN, Terms
from auditor.dataset.stats import stats
from auditor.dataset.validate import validate

__all__ = ["OPEN", "Facts", "Report", "Terms", "agree", "build", "stats", "validate"]
