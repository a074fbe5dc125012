"""Written results that no slip explains: the farther off, the likelier is it that the line was read wrongly."""

from __future__ import annotations

import pytest

import auditor


@pytest.mark.parametrize(
    ("line", "severities"),
    [
        ("Download: 12 GB + 3 GB = 900 GB", ["note"]),
        ("Download: 12 GB + 3 GB = 19 GB", ["error"]),
        ("Download: 12 GB × 5 × 6 × 2 = 24 GB", ["error"]),
        ("Download: 12 GB + 3 GB = 15 TB", ["error"]),
        ("Download: 12 × 3 = 900", ["error"]),
        ("Download: 12 GB / 3 = 90 GB", ["error"]),
        ("4 × 24 = 1,730 GPUs", ["error"]),
        ("It takes 4 × 24 = 98 GPUs with 12 spare", ["error"]),
        ("It takes 4 × 24 = 960 GPUs with 12 spare", ["error"]),
        ("It takes 4 × 24 = 24 GPUs with 12 spare", ["error"]),
        ("It takes 4 × 24 = 384 GPUs with 12 spare", ["error"]),
        ("It takes 3 × 2,712 = 1,136 GPUs with 12 spare", ["error"]),
        ("It takes 4 × 24 = 1,730 GPUs with 12 spare", ["note"]),
    ],
)
def test_amounts_far_apart_are_noted_only(line: str, severities: list[str]) -> None:
    found = auditor.audit(line).findings
    assert [finding.severity for finding in found if finding.code == "arithmetic/equation"] == severities
