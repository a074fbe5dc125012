"""`assert_consistent`, for the test suites of others."""

from __future__ import annotations

import pytest

from auditor.errors import UsageError
from auditor.testing import assert_consistent

WRONG = "- **Total GPUs**: 2 × 4 = 9 GPUs <!-- auditor-disable-line arithmetic -- I say so -->\n"


def test_numbers_that_refute_each_other_fail_with_their_working() -> None:
    with pytest.raises(AssertionError, match="2 × 4 = 8 GPUs"):
        assert_consistent(WRONG)


def test_numbers_that_agree_pass() -> None:
    assert_consistent("- **Total GPUs**: 2 × 4 = 8 GPUs", min_coverage=10)


def test_what_is_asked_for_decides() -> None:
    assert_consistent(WRONG, ignore=["arithmetic"])
    with pytest.raises(UsageError, match="fail_on='eror'"):
        assert_consistent(WRONG, fail_on="eror")
    with pytest.raises(AssertionError, match="document/coverage"):
        assert_consistent("It took 17 widgets.", min_coverage=50)
