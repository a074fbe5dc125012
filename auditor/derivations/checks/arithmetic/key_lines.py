"""Lines of running text that list amounts behind their keys, as the items of a list do: "Weights: 14 GB"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from auditor import patterns as re
from auditor.derivations.checks.additive import Entry
from auditor.facts import Block, Claim, Claims
from auditor.text import line_at, line_start

_LEAD = re.compile(r"[\W_]*(?P<key>[^\W\d][^\n:：=]{0,60}?)\W{0,4}[:：=]\W{0,4}")
"""What stands before the number of such a line: a key, and nothing else."""
_FEWEST = 3


def key_lines(claims: Claims) -> Iterator[list[Entry]]:
    """The amounts of lines that follow each other, each behind its key, in one paragraph or in some of a line each."""
    blocks = claims.document.blocks
    worked = {equation.block for equation in claims.equations} | {
        link.block for link in claims.links if link.form == "by"
    }
    run: list[Entry] = []
    last = -1
    for index, group in groupby(claims.all, key=lambda claim: claim.block):
        block = blocks[index]
        if not _is_plain(block) or index in worked:
            continue
        entries = _entries(block, list(group))
        joined = run and index == last + 1 and block.headings == blocks[last].headings and _is_line(blocks[last], block)
        if not joined and len(run) >= _FEWEST:
            yield run
        run = [*run, *entries] if joined and entries else entries
        last = index
    if len(run) >= _FEWEST:
        yield run


def _is_plain(block: Block) -> bool:
    return block.cell is None and block.code is None and block.item is None and not block.level


def _is_line(*blocks: Block) -> bool:
    """Whether the blocks are paragraphs of one line."""
    return not any("\n" in block.text.strip() for block in blocks)


def _entries(block: Block, claims: list[Claim]) -> list[Entry]:
    """The first number of each line, from the last line on that has no number behind a key."""
    found: list[Entry] = []
    firsts = {block.text.count("\n", 0, claim.start): claim for claim in reversed(claims)}
    for number, line in enumerate(block.text.split("\n")):
        claim = firsts.get(number)
        if claim is None or claim.quantity is None or not _LEAD.fullmatch(_before(block.text, claim)):
            found = [] if line.strip() else found
            continue
        found.append(Entry(claim.label.key, claim, claim.quantity))
    return found if len(found) > 1 or _is_line(block) else []


def _before(text: str, claim: Claim) -> str:
    """The line up to its number."""
    line = line_at(text, claim.start, claim.end)
    return line[: claim.start - line_start(text, claim.start)]
