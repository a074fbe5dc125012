"""Proofs checked a second time, by a program that shares nothing with the one that wrote them."""

from auditor.verify.audit import Problem, Verification, load, verify

__all__ = ["Problem", "Verification", "load", "verify"]
