"""Which claim of one version is which of the other: by their lines, then by their labels, then by their meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from auditor.findings import Form
from auditor.report import View

Key = Callable[[View, int], Hashable | None]


def align(old: View, new: View) -> dict[int, int]:
    """The claim of `new` for each claim of `old` that has one; each pass is linear, the surest comes first."""
    found: dict[int, int] = {}
    for keys in (_lines, _templates, _labels, _meanings):
        left = [claim for claim in _all(old) if claim not in found]
        taken = set(found.values())
        right = [claim for claim in _all(new) if claim not in taken]
        found.update(_paired(_grouped(keys(old), left), _grouped(keys(new), right)))
    return found


def _all(view: View) -> range:
    return range(len(view.findings.judgements))


def _paired(old: dict[Hashable, list[int]], new: dict[Hashable, list[int]]) -> Iterable[tuple[int, int]]:
    for key, claims in old.items():
        yield from zip(claims, new.get(key, ()), strict=False)


def _grouped(keys: dict[int, Hashable], claims: Iterable[int]) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for claim in claims:
        if claim in keys:
            groups[keys[claim]].append(claim)
    return groups


def _lines(view: View) -> dict[int, Hashable]:
    """The whole text of the block, and the claim's place among those of the block."""
    return _in_blocks(view, lambda text, spans: text)


def _templates(view: View) -> dict[int, Hashable]:
    """The same with the claims of the block left open: a number may have changed, the words around it have not."""
    return _in_blocks(view, _template)


def _in_blocks(view: View, key: Callable[[str, list[tuple[int, int]]], str]) -> dict[int, Hashable]:
    claims = view.findings.derivations.facts.claims
    members: dict[int, list[int]] = defaultdict(list)
    for claim in claims.all:
        members[claim.block].append(claim.index)
    found: dict[int, Hashable] = {}
    for block, indices in members.items():
        text = claims.document.blocks[block].text if block < len(claims.document.blocks) else ""
        words = key(text, sorted((claims.all[index].start, claims.all[index].end) for index in indices))
        found.update({index: (words, claims.all[index].form, place) for place, index in enumerate(indices)})
    return found


def _template(text: str, spans: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts.append(text[at : max(start, at)])
        at = max(at, end)
    return "#".join([*parts, text[at:]])


def _labels(view: View) -> dict[int, Hashable]:
    """The words by which the claim is known, where it has any."""
    found: dict[int, Hashable] = {}
    for claim in view.findings.derivations.facts.claims.all:
        label = claim.label
        name = (label.key.lower(), label.row.lower(), label.column.lower())
        if any(name):
            found[claim.index] = (claim.form, *name, label.headings[-1:])
    return found


def _meanings(view: View) -> dict[int, Hashable]:
    """What a known quantity is; marks and verdict words have nothing of the kind."""
    facts = view.findings.derivations.facts
    return {
        fact.claim.index: (fact.concept, fact.scope, fact.role, fact.scenario, fact.stance)
        for fact in facts.all
        if fact.known and fact.claim.form is Form.QUANTITY
    }
