"""Audits of thousands to millions of documents, by workers that may crash, hang or be killed."""

from auditor.batch.account import Account
from auditor.batch.engine import run
from auditor.batch.key import Provenance
from auditor.batch.options import FORMS, Limits, Options
from auditor.batch.record import Document, Failure, Job, Result, Unreadable
from auditor.batch.sources import Source, open_source

__all__ = [
    "FORMS",
    "Account",
    "Document",
    "Failure",
    "Job",
    "Limits",
    "Options",
    "Provenance",
    "Result",
    "Source",
    "Unreadable",
    "open_source",
    "run",
]
