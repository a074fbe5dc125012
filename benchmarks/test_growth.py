"""Time and memory of documents of up to ten megabytes."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest
from rounds import Figure, peak

from auditor.audit import judge
from auditor.rulebook import Rulebook

AUDIT = """
import sys
from auditor.audit import judge
text = open({path!r}, encoding="utf-8").read()
judge(text)
"""
PARSE = """
from markdown_it import MarkdownIt
text = open({path!r}, encoding="utf-8").read()
tokens = MarkdownIt("commonmark").enable("table").parse(text)
"""
READY = """
from auditor.audit import judge
judge("TP = 8")
text = open({path!r}, encoding="utf-8").read()
"""
PARSER = """
from markdown_it import MarkdownIt
MarkdownIt("commonmark").enable("table")
text = open({path!r}, encoding="utf-8").read()
"""


def _seconds(text: str, rules: Rulebook) -> float:
    gc.collect()
    began = time.process_time()
    judge(text, rules)
    return time.process_time() - began


@pytest.mark.parametrize("times", [30, pytest.param(600, marks=pytest.mark.slow)])
def test_growth(times: int, joined: str, rules: Rulebook, figure: Figure) -> None:
    """time(n) / (n × time(1)), as the command line runs it: with its threshold of the collector."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    _seconds(joined, rules)
    one = min(_seconds(joined, rules) for _ in range(5))
    many = _seconds("\n\n".join([joined] * times), rules)
    gc.set_threshold(*before)
    figure(many / (times * one), must=1.25, aim=1.05)


@pytest.mark.parametrize("times", [pytest.param(600, marks=pytest.mark.slow)])
def test_peak_memory(times: int, joined: str, tmp_path: Path, figure: Figure) -> None:
    """Peak of an audit over the peak of markdown-it-py's tokens, both beyond the text and the loaded program."""
    path = tmp_path / "long.md"
    path.write_text("\n\n".join([joined] * times), encoding="utf-8")
    ready, audit, parser, tokens = (peak(code.format(path=str(path))) for code in (READY, AUDIT, PARSER, PARSE))
    figure((audit - ready) / (tokens - parser), must=0.5, aim=0.2)
