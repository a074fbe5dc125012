"""Texts that once broke the scan; none may raise."""

from __future__ import annotations

import pytest

from auditor.audit import judge


@pytest.mark.parametrize("text", ["- **top**: 0/.A", "0/,b", "8 vs .5", "3 + .x", "1 → .z", ""])
def test_an_odd_text_is_read(text: str) -> None:
    judge(text)
