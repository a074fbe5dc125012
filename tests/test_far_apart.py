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
    ],
)
def test_amounts_twentyfold_apart_are_noted_only(line: str, severities: list[str]) -> None:
    found = auditor.audit(line).findings
    assert [finding.severity for finding in found if finding.code == "arithmetic/equation"] == severities
