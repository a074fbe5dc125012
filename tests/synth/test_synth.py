"""Synthetic reports: their answers are right, they say what they are, and they can be made again."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from auditor.cli.app import run
from auditor.evaluate import evaluate, load
from auditor.synth import KINDS, NOTICE, Report, as_yaml, synthesise, write
from auditor.synth.kinds import KINDS_OF_REPORTS
from auditor.synth.layouts import LAYOUTS

REPORTS = list(synthesise(150, seed=11))
CLEAN = list(synthesise(400, seed=12, defects=[]))

_NUMBER = re.compile(r"\$?(?P<digits>\d[\d,]*(?:\.\d+)?)(?:e(?P<power>\d+))?(?P<percent>%)?(?P<letter>[BK])?")
_UNITS = {"GB": 10**9, "TB": 10**12, "TFLOPS": 10**12, "GB/s": 10**9, "ms": Fraction(1, 1000)}
_EQUATION = re.compile(r"^(?P<left>.*) = (?P<right>[^=]+)$")


def value(left: str) -> Fraction:
    """A calculation as reports write it, worked out: numbers, brackets, + - × /, the product first."""
    for sign, plain in (("x", "×"), ("*", "×"), ("÷", "/")):
        left = left.replace(f" {sign} ", f" {plain} ")
    left = re.sub(r"\(([^()]*)\)", lambda found: f"{float(value(found[1])):f}", left)
    total, sign = Fraction(0), 1
    for part in re.split(r" (\+|-) ", left):
        if part in ("+", "-"):
            sign = 1 if part == "+" else -1
            continue
        first, *rest = re.split(r" (×|/) ", part)
        product = number(first)
        for operator, text in zip(rest[::2], rest[1::2], strict=True):
            product = product * number(text) if operator == "×" else product / number(text)
        total += sign * product
    return total


def number(text: str) -> Fraction:
    """A printed number with its unit."""
    return Fraction(_read(text)["digits"].replace(",", "")) * scale(text)


def scale(text: str) -> Fraction:
    """What one of its digits counts."""
    found = _read(text)
    unit = text[found.end() :].strip().split(" ")[0]
    letter = {"B": 10**9, "K": 1000}.get(found["letter"] or "", 1)
    share = Fraction(1, 100) if found["percent"] else Fraction(1)
    return share * 10 ** int(found["power"] or 0) * letter * _UNITS.get(unit, 1)


def _read(text: str) -> re.Match[str]:
    found = _NUMBER.match(text.strip())
    assert found, text
    return found


def slack(text: str) -> Fraction:
    """Half of the last printed digit."""
    exponent = Decimal(_read(text)["digits"].replace(",", "")).as_tuple().exponent
    assert isinstance(exponent, int)
    return Fraction(10) ** exponent / 2 * scale(text)


def equations(report: Report) -> list[tuple[bool, str, str]]:
    """What is written out in the gold: whether it is right, and both sides."""
    found = []
    for item in report.gold:
        equation = _EQUATION.match(item.quote)
        conversion = equation and equation["left"].endswith(" ms") and equation["right"].endswith(" s")
        if equation and not conversion and item.judgement.status != "may_find":
            right = item.judgement.status == "must_confirm"
            found.append((right, equation["left"], equation["right"]))
    return found


def test_what_is_to_be_confirmed_is_right_and_what_is_to_be_found_is_wrong() -> None:
    checked = {True: 0, False: 0}
    for report in (*REPORTS, *CLEAN):
        for right, left, result in equations(report):
            # "2.1 + 5.4" is in the unit of its result.
            bare = not re.search("[A-Za-z]{2}", left) and "%" not in result
            off = abs(value(left) - number(result) / (_UNITS.get(result.rpartition(" ")[2], 1) if bare else 1))
            close = off <= slack(result) / (_UNITS.get(result.rpartition(" ")[2], 1) if bare else 1)
            assert close == right, (report.name, left, result)
            checked[right] += 1
    assert checked[True] > 1000
    assert checked[False] > 5


def test_every_quote_stands_on_its_line(tmp_path: Path) -> None:
    for report in REPORTS[:30]:
        (tmp_path / f"{report.name}.md").write_text(report.text, encoding="utf-8")
        (tmp_path / f"{report.name}.gold.yaml").write_text(as_yaml(report), encoding="utf-8")
    pytest.importorskip("yaml")
    golds = load(tmp_path)
    assert [gold.name for gold in golds] == [report.name for report in REPORTS[:30]]
    for gold, report in zip(golds, REPORTS, strict=False):
        assert len(gold.must_find) + len(gold.must_confirm) + len(gold.may_find) == len(report.gold)


def test_a_clean_report_has_nothing_to_find() -> None:
    assert "must_find" not in {item.judgement.status for report in CLEAN for item in report.gold}


def test_an_audit_calls_nothing_wrong_in_clean_reports(tmp_path: Path) -> None:
    for report in CLEAN:
        (tmp_path / f"{report.name}.md").write_text(report.text, encoding="utf-8")
        (tmp_path / f"{report.name}.gold.yaml").write_text(as_yaml(report), encoding="utf-8")
    scores = evaluate([tmp_path])
    assert [f"{score.name}: {alarm.finding.message}" for score in scores for alarm in score.false] == []


def test_what_an_earlier_version_had_wrong_may_be_said_or_not() -> None:
    reports = [report for report in CLEAN if "before_after" in report.template or "| Before |" in report.text]
    argued = [item for report in reports for item in report.gold if item.judgement.status == "may_find"]
    assert argued
    assert {item.judgement.why for item in argued} == {"wrong in the version that this report corrects"}


def test_every_kind_of_defect_of_report_and_of_layout_occurs() -> None:
    kinds = {item.judgement.kind for report in REPORTS for item in report.gold if item.judgement.status == "must_find"}
    assert kinds == set(KINDS)
    names = {name for report in REPORTS for name in report.template.split("-")}
    assert names == {*LAYOUTS, *KINDS_OF_REPORTS, "matrix"}


def test_models_are_dense_and_mixtures_of_experts() -> None:
    mixtures = sum("xperts per token" in report.text for report in REPORTS)
    assert len(REPORTS) / 10 < mixtures < len(REPORTS) / 2


def test_about_half_of_the_reports_are_sound() -> None:
    sound = sum(all(item.judgement.status != "must_find" for item in report.gold) for report in REPORTS)
    assert len(REPORTS) / 3 < sound < len(REPORTS) * 2 / 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_may_be_asked_for(kind: str) -> None:
    reports = list(synthesise(40, seed=5, defects=[kind]))
    found = [item for report in reports for item in report.gold if item.judgement.status == "must_find"]
    assert {item.judgement.kind for item in found} == {kind}
    assert len(found) <= len(reports)


def test_the_same_seed_gives_the_same_reports_whatever_their_number() -> None:
    again = list(synthesise(20, seed=11))
    assert again == REPORTS[:20]
    assert write(11, 17) == REPORTS[17]
    assert write(12, 17) != REPORTS[17]
    assert len({report.text for report in REPORTS}) == len(REPORTS)


def test_every_report_says_that_it_is_synthetic(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert all(NOTICE in report.text.splitlines() and report.name.startswith("synth-") for report in REPORTS)
    assert run(["synth", "-n", "3", "--seed", "7", "-o", str(tmp_path / "lines.jsonl")]) == 0
    assert capsys.readouterr().out.startswith("3 synthetic reports in ")
    rows = [json.loads(line) for line in (tmp_path / "lines.jsonl").read_text().splitlines()]
    assert {(row["synthetic"], row["gold"]["synthetic"], row["license"]) for row in rows} == {(True, True, "CC0-1.0")}
    assert all(row["source"].startswith("synthetic/") for row in rows)


def test_a_folder_gets_reports_with_their_gold(tmp_path: Path) -> None:
    assert run(["synth", "-n", "2", "-o", str(tmp_path), "--defect", "unit", "--defect", "verdict"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "synth-0-000000.gold.yaml",
        "synth-0-000000.md",
        "synth-0-000001.gold.yaml",
        "synth-0-000001.md",
    ]
    assert "synthetic: true" in (tmp_path / "synth-0-000000.gold.yaml").read_text()


def test_an_unknown_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["synth", "-n", "1", "-o", str(tmp_path), "--defect", "typo"]) == 2
    assert "--defect takes one of arithmetic" in capsys.readouterr().err
