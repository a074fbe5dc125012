"""Audits of thousands to millions of documents, by workers that may crash, hang or be killed."""

from auditor.batch.account import Account
from auditor.batch.engine import run
from auditor.batch.key import Provenance
from auditor.batch.options import FORMS, Options, WorkerLimits
from auditor.batch.record import Document, Failure, Job, Result, Unreadable
from auditor.batch.sources import Source, open_source

__all__ = [
    "FORMS",
    "Account",
    "Document",
    "Failure",
    "Job",
    "Options",
    "Provenance",
    "Result",
    "Source",
    "Unreadable",
    "WorkerLimits",
    "open_source",
    "run",
]
