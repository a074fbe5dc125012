"""The datasheet: the questions of Gebru et al., "Datasheets for Datasets" (2021), answered from what is there."""

from __future__ import annotations

from auditor.dataset.facts import Facts
from auditor.dataset.schema import CONFIGS


def datasheet(name: str, facts: Facts) -> str:
    """DATASHEET.md."""
    rows = ", ".join(f"{facts.of(config)} {config}" for config in CONFIGS)
    known = facts.of("documents") - facts.sourceless
    return _TEXT.format(
        name=name,
        rows=rows,
        withheld=facts.withheld,
        synthetic=facts.synthetic,
        failed=facts.failed,
        known=known,
        sourceless=facts.sourceless,
        licences=", ".join(f"{licence} ({count})" for licence, count in sorted(facts.licences.items())) or "none",
        tools="; ".join(sorted(facts.tools)) or "none",
    )


_TEXT = """# Datasheet: {name}

## Motivation

**Why was it made?** To train and test programs that find contradictions among the numbers of a report, and to show
which ones occur.

**Who made it, and who paid?** Whoever ran `auditor dataset build`; the program records no names.

## Composition

**What do the rows stand for?** {rows}. A claim is one number, mark or verdict word of a report; a finding is a claim
that is wrong, with its proof.

**Is it all there is, or a sample?** All documents that were given and could be audited; {failed} could not. How they
were chosen, their provenance tells as far as it is known: {known} documents name a source, {sourceless} do not.

**What is in a row?** The exact slice of the text, its place, what it means, its label, the premises, the working.

**Is anything missing?** The text of {withheld} documents, whose licence is not known to allow copies: place, offsets
and hashes stand for it.

**Are relations between rows explicit?** Yes: `doc_id` and `claim_id`.

**Are there recommended splits?** Yes: by source, near-duplicates kept together.

**Are there errors or noise?** Labels are a program's. Open claims are labelled `not_enough_info` with the reason.

**Is it self-contained?** Except for the withheld texts.

**Is it synthetic?** {synthetic} documents are, and say so in every row.

**Does it hold confidential or personal data?** None was looked for. The reports are about machines.

## Collection

**How was it collected?** Documents were given to the auditor as files or rows; it fetched nothing.

**Were people involved?** Not by this program. The documents are mostly written by language models.

## Preprocessing and labelling

**What was done?** Each document was audited ({tools}). The texts are unchanged. Labels and proofs come from the audit.

**Is the raw data kept?** In the texts that are not withheld.

**Is the software available?** Yes, the auditor; version and hash of the rules stand in every row.

## Uses

**What should it not be used for?** Judging people, products or the plans that the reports are about.

## Distribution

**Under which terms?** The documents keep their own licences: {licences}. See the column `licence`.

## Maintenance

**Will it be updated?** A new version of the rules can be run over the same documents; rows keep their ids as long as
document and offsets stay. Errors are for the maintainers of the repository that holds the dataset.
"""
