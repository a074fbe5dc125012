"""The pytest fixture `assert_consistent`: `pytest_plugins = ["auditor.testing.plugin"]` in conftest.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.fixture(name="assert_consistent")
def consistent() -> Callable[..., None]:
    """`auditor.testing.assert_consistent`, imported when a test asks for it."""
    from auditor.testing import assert_consistent

    return assert_consistent
