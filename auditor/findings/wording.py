"""The last hand on a sentence: what a rule's template and a printed number both say is said once, and agrees."""

from __future__ import annotations

import re

_NOUN = (
    "(?:GPU|CPU|accelerator|block|byte|card|chunk|copie|device|dimension|element|expert|group|head|host|hour|instance|"
    "layer|micro-batche|module|node|parameter|rank|replica|request|sample|sequence|shard|slot|stage|step|token|"
    "user|value)"
)
"""Nouns of what is counted, without their plural ending."""
_SCOPES = "(?:GPU|element|expert|group|layer|node|parameter|rank|replica|request|sequence|stage|token|user)"
_COUNT = r"[~≈≥≤<>+−-]{0,2}\d[\d.,]*[KMBT]?\+?(?:-[\d.,]+)?"
_PLURAL = {"copie": "copy", "micro-batche": "micro-batch"}
"""Stems that lose more than an s."""

_CHANGES: tuple[tuple[re.Pattern[str], str], ...] = (
    # "128 GPUs GPUs", "7 ms per output token per output token"
    (re.compile(r"\b([^\W\d][\w-]*(?: [^\W\d]+){0,2}) \1\b"), r"\1"),
    # "4-layer layers", "16-way GPUs" is left
    (re.compile(rf"(?<=\d)-({_NOUN}) \1s\b"), r" \1s"),
    # "10B parameter parameters"
    (re.compile(rf"\b({_NOUN}) \1s\b"), r"\1s"),
    # "40 heads attention heads"
    (
        re.compile(rf"\b({_NOUN})s? ((?!(?:of|and|or|per|over|to|on|for|in|at|than|are|is|with|a) )[A-Za-z-]+ \1s)\b"),
        r"\2",
    ),
    # "16 experts per layer experts"
    (re.compile(rf"\b({_NOUN}s) (per \w+) \1\b"), r"\1 \2"),
    # "35 GB per GPU of weights per GPU", "3 heads per rank is stated for a rank", "140 GFLOPs per token a token"
    (
        re.compile(
            rf"(?:/| per )({_SCOPES})((?: of [\w ]{{1,40}}?)?(?: (?:is|are) stated)?"
            r" (?:for each|for an?|of each|of an?|of one|per|an?)(?: output)? \1\b)"
        ),
        r"\2",
    ),
    # "2 bytes per parameter each"
    (re.compile(rf"(?:/| per ){_SCOPES} each\b"), " each"),
    # "speeding up 95% of the work 8x times"
    (re.compile(r"(?<=\d) ?[x×] times\b"), " times"),
    # "layers: 16 transformer layers" in a list of what was taken
    (re.compile(rf"(?:(?<=\()|(?<=, ))(({_NOUN})s: {_COUNT})[ -](?:[a-z]+ )?\2s?\b(?: per \w+)?"), r"\1"),
    # "the requirement is ≤ within 64 GB"
    (re.compile(r"([≤≥<>]) (?:within|under|below|up to|at most|at least|above|over) (?=\S*\d)"), r"\1 "),
    # "30B parameter", as it stands before a noun
    (re.compile(rf"^((?!1 ){_COUNT} {_NOUN})(?= is stated)"), r"\1s"),
    (re.compile(r"(?<![\w.,])1 remain\b"), "1 remains"),
)
_ONE = re.compile(rf"(?<![\w.,/×÷·*-])1 ((?:[A-Za-z]+ )?)({_NOUN})s\b")
_SEVERAL = re.compile(
    rf"^({_COUNT}[ -](?:[A-Za-z]+ ){{0,2}}(?!byte){_NOUN}s(?: per \w+)?(?: of [\w -]{{1,40}}?)?)"
    r" is (?=stated|called|told|said)"
)
_SINGLE = re.compile(
    rf"^(1 (?:[A-Za-z]+ )?{_NOUN}(?: per \w+)?|{_COUNT}(?: ?[×x]| ?[KMGTP]i?B)?(?: per \w+)?(?: of [\w -]{{1,40}}?)?)"
    r" are (?=stated)"
)
_END = re.compile(r"[\w%)×]\Z")


def worded(message: str) -> str:
    """A message with each thing said once, one thing in the singular, several in the plural, and a full stop."""
    for pattern, text in _CHANGES:
        message = pattern.sub(text, message)
    message = _ONE.sub(lambda found: f"1 {found[1]}{_PLURAL.get(found[2], found[2])}", message)
    message = _SINGLE.sub(r"\1 is ", _SEVERAL.sub(r"\1 are ", message))
    return f"{message}." if _END.search(message) else message
