"""The small words of English by which a sentence ties numbers together: closed classes, no terms of the field."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


PREPOSITIONS = words(
    """across over into onto among amongst between by with within without from to in on at of off for per via through
    under above below against versus vs than as since until while"""
)
"""Words after which a number is a circumstance of something else, not the thing itself."""

VERBS = words(
    """is are was were be been has have had requires require required needs need needed gives give given yields yield
    provides provide uses use using equals equal means mean becomes become makes make totals total leaves leave produces
    produce implies imply supports support delivers deliver achieves achieve reaches reach takes take costs cost holds
    hold stores store processes process handles handle contains contain generates generate consumes consume shows show
    comes come gets get needing requiring giving yielding enables enable allows allow"""
)
"""Verbs that set off what follows from what stands before."""

HEDGES = words(
    """about approximately approx around roughly nearly almost only just exactly total totals totalling about circa
    some ca max maximum min minimum up a an the now still e.g i.e"""
)
"""Words that may stand right before a result and belong to it."""

FUNCTIONS = words(
    """log ln lg exp sqrt cbrt root ceil ceiling floor round max min abs sum avg mean median mod pow sin cos tan tanh
    int float len range size time cost f g h o"""
)
"""Names that make a function of the bracket right behind them."""

NUMBER_WORDS = words(
    """zero one two three four five six seven eight nine ten twelve sixteen half quarter third twice double triple"""
)
"""Numbers in words, which no token carries."""

CLAUSE_WORDS = words("if when where while because since unless so then else and or but which that not")
"""Words that begin another statement."""
