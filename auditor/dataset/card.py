"""The dataset card: README.md with the header that the Hugging Face hub reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from auditor.dataset.facts import Facts
from auditor.dataset.schema import COLUMNS, CONFIGS
from auditor.dataset.split import SPLITS

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def card(name: str, facts: Facts) -> str:
    """The whole README."""
    return "\n".join((_header(name, facts), _body(name, facts)))


def licence(facts: Facts) -> str:
    """The hub's name for the licence of the texts: `other` unless all share a known one."""
    known = set(facts.licences)
    return known.pop() if len(known) == 1 and "unknown" not in known else "other"


def _header(name: str, facts: Facts) -> str:
    claims = facts.of("claims")
    size = next((word for end, word in _SIZES if claims < end), "n>1M")
    lines = [
        "---",
        f"pretty_name: {_quoted(name)}",
        "language:\n- en",
        f"license: {licence(facts)}",
        "annotations_creators:\n- machine-generated",
        "language_creators:\n- machine-generated",
        "task_categories:\n- text-classification\n- token-classification",
        "task_ids:\n- fact-checking",
        f"size_categories:\n- {size}",
        "tags:\n- numerical-claims\n- contradiction-detection\n- llm-deployment\n- verification-reports",
    ]
    if facts.synthetic:
        lines.append("- synthetic")
    lines.append("configs:")
    for config in filter(facts.of, CONFIGS):  # the hub's library refuses a config without rows
        default = "\n  default: true" if config == "claims" else ""
        lines.append(f"- config_name: {config}{default}\n  data_files:")
        splits = [split for split in SPLITS if facts.rows[config, split]]
        lines += [f"  - split: {split}\n    path: data/{config}/{split}-*" for split in splits]
    return "\n".join([*lines, "---", ""])


def _body(name: str, facts: Facts) -> str:
    return _TEXT.format(
        name=name,
        documents=facts.of("documents"),
        claims=facts.of("claims"),
        findings=facts.of("findings"),
        sizes=_sizes(facts),
        columns="\n\n".join(f"### `{config}`\n\n{_columns(config)}" for config in CONFIGS),
        labels=_table("label", facts.labels),
        verdicts=_table("verdict", facts.verdicts),
        kinds=_table("kind", facts.kinds),
        severities=_table("severity", facts.severities),
        licences=_table("licence", facts.licences),
        sources=_table("source", facts.sources, most=30),
        generators=_table("generator", facts.generators, most=30),
        tools=_table("tool", facts.tools),
        synthetic=_synthetic(facts),
        withheld=facts.withheld,
        failed=facts.failed,
        groups=facts.groups,
        sourceless=facts.sourceless,
    )


def _synthetic(facts: Facts) -> str:
    if not facts.synthetic:
        return "No document is marked as synthetic."
    whole = "All" if facts.synthetic == facts.of("documents") else f"{facts.synthetic}"
    return (
        f"**{whole} documents are synthetic**: they were generated from templates, with defects put in on purpose.\n"
        "They carry `synthetic = true` in every table. What is learned or measured on them says nothing yet about\n"
        "real reports."
    )


def _sizes(facts: Facts) -> str:
    lines = ["| config | " + " | ".join(SPLITS) + " |", "|---|" + "---:|" * len(SPLITS)]
    for config in CONFIGS:
        lines.append(f"| `{config}` | " + " | ".join(str(facts.rows[config, split]) for split in SPLITS) + " |")
    return "\n".join(lines)


def _columns(config: str) -> str:
    lines = ["| column | type | what it holds |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| `{column.name}` | {column.type} | {column.says} |" for column in COLUMNS[config])])


def _table(head: str, counts: Mapping[str, int], most: int = 1000) -> str:
    ordered = sorted(Counter(counts).items(), key=lambda item: (-item[1], item[0]))
    lines = [f"| {head} | rows |", "|---|---:|", *(f"| {_cell(name)} | {count} |" for name, count in ordered[:most])]
    if len(ordered) > most:
        lines.append(f"| {len(ordered) - most} more | {sum(count for _, count in ordered[most:])} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Names come from the documents' metadata: nothing in them may end the cell or begin markup."""
    return "".join(f"\\{mark}" if mark in "\\|`*_[]<>" else mark for mark in " ".join(text.split()))[:200]


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


_TEXT = """# {name}

Numerical claims of reports about deploying large language models on GPUs, each with a verdict and its proof.

Language models write reports that declare a deployment plan correct, full of ticks and numbers. The numbers often
contradict each other, or the configuration, or physics. Here every number of {documents} such reports is a row: what it
claims, whether that follows from what the report states, and the working. {findings} findings say what is wrong.

{synthetic}

## Dataset Details

### Dataset Description

- **Documents:** {documents} markdown reports; {withheld} of them as pointers without text, since their licence is not
  known to allow more
- **Claims:** {claims}, supported and open ones as well as refuted ones
- **Findings:** {findings}, each a claim that is wrong, with premises, rule, working, and what should stand there
- **Language:** English
- **Labels:** made by a program, the auditor, from rules with sources; no person has looked at them all

{sizes}

### Dataset Sources

{sources}

## Uses

### Direct Use

Training and testing of models that check numbers against their context; of models that write such reports; studies of
which mistakes language models make in arithmetic, units, bounds and bookkeeping.

```python
import pandas

claims = pandas.read_parquet("data/claims")
print(claims.groupby(["label", "basis"], dropna=False).size())
```

```sql
SELECT rule, severity, count(*) AS findings, round(avg(power), 2) AS power
FROM 'data/findings/*.parquet'
GROUP BY ALL
ORDER BY findings DESC
```

```sql
SELECT c.label, c.stated.low, c.stated.high, c.unit, d.name, c.line
FROM 'data/claims/*.parquet' AS c JOIN 'data/documents/*.parquet' AS d USING (doc_id)
WHERE c.label = 'refuted'
LIMIT 20
```

### Out-of-Scope Use

A label says what follows from the text by the auditor's rules. It is no judgement of the plan that the report is about,
of the model or agent that wrote it, or of any product. `not_enough_info` does not mean wrong. The split is made for
learning; a rate of defects in the world cannot be read from it.

## Dataset Structure

`documents`, `claims` and `findings` are joined by `doc_id` and `claim_id`. Offsets count code points of the document's
text; `text_sha256` is the hash of the slice, so that a withheld row can be checked by whoever has the document. An
interval is what a printed number admits: `1.15 GB` is at least 1.145 and below 1.16. Its ends stand as doubles and, in
`low_exact` and `high_exact`, without loss as decimals or fractions.

The splits are made by source: documents of one source, or with nearly the same text once numbers are blanked (MinHash,
similarity of about 0.7 and more), are in one split. There are {groups} such groups; for {sourceless} documents no
source is known, and similarity alone keeps them together.

{columns}

## Dataset Creation

### Curation Rationale

Sets for fact checking mostly hold claims that the world refutes. Here the evidence is in the document itself, and the
proof can be executed. Supported and open claims are kept: a checker that flags what is right is of no use.

### Source Data

#### Data Collection and Processing

The documents were audited whole; nothing in them was changed. {failed} documents could not be audited and are left out.

{licences}

#### Who are the source data producers?

{generators}

### Annotations

#### Annotation process

The auditor takes out every number, works out what it claims, re-derives it from the other statements by rules whose
sources are given, and compares intervals. An error fails under every reasonable reading: rounding, truncation, GB or
GiB, and every convention that a framework uses. A warning is saved by an unusual reading only.

{tools}

{labels}

{verdicts}

{kinds}

{severities}

#### Who are the annotators?

A program. `auditor dataset agree` measures how far people agree where there are judgements by people.

#### Personal and Sensitive Information

The reports are about machines. No personal data was looked for, and none was removed.

## Bias, Risks, and Limitations

The auditor decides only what its rules model; open claims are those it could not decide, and the refuted ones lean
towards the kinds that it knows. It may be wrong. A `power` near 1 marks checks that almost any number would pass.

### Recommendations

Weigh labels by `basis` and `power`; check a sample by hand before relying on a rule; report results by split and by
kind.

## Citation

Cite the auditor with its version, the hash of its rules (both stand in every row) and the hash of this dataset's files
in `croissant.json`.

## Dataset Card Contact

The maintainers of the repository that holds this dataset.
"""
