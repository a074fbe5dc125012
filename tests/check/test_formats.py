"""What each form of a check says, and that columns are right behind characters that take several units."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator

from auditor.audit import own_rules
from auditor.check.columns import Unit, columns, on_first_line, width
from auditor.check.formats import FORMATS, render
from auditor.check.hit import Checked, Failed, Hit, Mark, Outcome
from auditor.check.run import Checker, at_least
from auditor.rulebook import Record

PLAN = """# Plan 🚀

- ✅🚀 **GPU Count**: TP=2 × PP=4 = 16 GPUs
- Total: 4 × 5 = 20 layers
- It took about 17 widgets
"""


def checked(text: str = PLAN, path: str = "a b.md") -> Checked:
    return Checker(own_rules()).check(path, text)


def outcome(*documents: Checked, failed: tuple[Failed, ...] = ()) -> Outcome:
    return Outcome(documents or (checked(),), failed, frozenset({"error"}))


def shown(form: str, found: Outcome | None = None) -> str:
    return render(form, found or outcome(), own_rules())


def test_columns_are_counted_in_each_unit() -> None:
    source = "é🚀✅ x"
    mark = Mark(4, 5, "x", 1, 5, 1, 6)
    found: dict[Unit, int] = {unit: columns(source, mark, unit)[0] for unit in ("points", "utf16", "utf8")}
    assert found == {"points": 5, "utf16": 6, "utf8": 2 + 4 + 3 + 1 + 1}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_widths_are_those_of_the_encodings(text: str) -> None:
    assert width(text, "utf8") == len(text.encode())
    assert width(text, "utf16") == len(text.encode("utf-16-le")) // 2


def test_a_mark_over_two_lines_is_cut_to_the_first() -> None:
    assert on_first_line(Mark(0, 6, "12\r\n34", 1, 1, 2, 3)) == Mark(0, 2, "12", 1, 1, 1, 3)


@pytest.mark.parametrize("form", FORMATS)
def test_a_form_shows_only_what_counts(form: str) -> None:
    plain = checked()
    silent = replace(plain, hits=tuple(replace(hit, silenced="unchanged") for hit in plain.hits))
    assert "16 GPUs: what is stated" in shown(form, outcome(plain))
    if form not in ("json", "junit"):
        assert "16 GPUs: what is stated" not in shown(form, outcome(silent))


def test_concise_is_a_line_with_code_point_columns() -> None:
    (line,) = shown("concise").splitlines()
    assert line.startswith("a b.md:3:35: error arithmetic/equation: 2 × 4 is 8 GPUs")


def test_full_quotes_the_line_and_closes_with_the_coverage() -> None:
    lines = shown("full").splitlines()
    assert "3 │ - ✅🚀 **GPU Count**: TP=2 × PP=4 = 16 GPUs" in lines[2]
    assert re.fullmatch(r"1 document: 1 error; \d of 8 claims decided; 1 can be repaired with --fix\.", lines[-1])


def test_sarif_is_valid_and_points_in_code_points(shared: Path) -> None:
    schema = json.loads((shared / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    document = at_least(100)(checked())
    silenced = tuple(replace(hit, silenced="suppressed", reason="known") for hit in document.hits)
    log = json.loads(shown("sarif", outcome(document, replace(document, hits=silenced), failed=(Failed("x", "y"),))))
    assert [error.message for error in Draft4Validator(schema).iter_errors(log)] == []


def test_sarif_says_what_code_scanning_needs() -> None:
    (run,) = json.loads(shown("sarif"))["runs"]
    (result,) = run["results"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b.md"},
        "region": {"startLine": 3, "startColumn": 35, "endLine": 3, "endColumn": 42},
    }
    assert result["message"]["text"].endswith("Rests on [2](1), [4](2).")
    assert [related["id"] for related in result["relatedLocations"]] == [1, 2]
    assert {"id", "shortDescription", "fullDescription", "help"} <= set(rule)
    assert rule["help"]["text"].startswith(rule["shortDescription"]["text"])
    assert "\n\nFound, since `" in rule["help"]["markdown"]
    assert "\n\nConfirmed (" in rule["help"]["markdown"]


@pytest.mark.parametrize(("right", "wrong", "named"), [(99, 1, "very-high"), (9, 1, "high"), (8, 2, "medium")])
def test_sarif_says_how_precise_a_rule_was_measured(right: int, wrong: int, named: str) -> None:
    book = own_rules().unmeasured()
    book.record = {"arithmetic/equation": Record(right, wrong)}
    (run,) = json.loads(render("sarif", outcome(), book))["runs"]
    properties = run["tool"]["driver"]["rules"][0]["properties"]
    assert properties["precision"] == named
    assert properties["measured"] == f"right in {right} of {right + wrong} findings"


def test_fingerprints_stay_when_lines_are_added_above() -> None:
    (before,) = checked().hits
    (after,) = checked("A line.\n\n" + PLAN).hits
    assert before.place
    assert after.place
    assert (before.fingerprint, before.place.line + 2) == (after.fingerprint, after.place.line)


def test_github_escapes_and_keeps_to_ten_of_each_severity() -> None:
    wrong = "".join(f"- a{n}: 2 × {n} = {2 * n + 1}%\n\n" for n in range(2, 20))
    lines = shown("github", outcome(checked(wrong, "a,b:c.md"))).splitlines()
    commands = [line for line in lines if line.startswith("::error")]
    assert len(commands) == 10
    assert commands[0].startswith("::error file=a%2Cb%3Ac.md,title=auditor (")
    assert all("%" not in re.sub("%(25|2C|3A|0A|0D)", "", line) for line in commands)


def test_gitlab_tells_equal_findings_of_two_documents_apart() -> None:
    issues = json.loads(shown("gitlab", outcome(checked(), checked(path="b.md"))))
    assert [issue["location"]["lines"]["begin"] for issue in issues] == [3, 3]
    assert len({issue["fingerprint"] for issue in issues}) == 2


def test_junit_has_a_case_for_each_claim_and_skips_what_is_open() -> None:
    root = ElementTree.fromstring(shown("junit", outcome(checked(), failed=(Failed("x.md", "not \x00 text"),))))
    suite, error = root
    assert suite.get("name") == "a b.md"
    cases = {str(case.get("name")): [part.tag for part in case] for case in suite}
    assert len(cases) == checked().claims
    assert cases["line 3: 16 GPUs (c3)"] == ["failure"]
    assert cases["line 4: 20 layers (c6)"] == []
    assert [tags for name, tags in cases.items() if "17" in name] == [["skipped"]]
    assert (root.get("failures"), error.get("errors")) == ("1", "1")


def test_rdjson_counts_utf8_bytes_and_carries_the_repair() -> None:
    (diagnostic,) = json.loads(shown("rdjson"))["diagnostics"]
    line = PLAN.splitlines()[2]
    column = len(line[: line.index("16")].encode()) + 1
    assert diagnostic["location"]["range"]["start"] == {"line": 3, "column": column}
    (suggestion,) = diagnostic["suggestions"]
    end = {"line": 3, "column": column + 2}
    assert suggestion == {"range": {"start": {"line": 3, "column": column}, "end": end}, "text": "8"}


def test_markdown_lets_no_markup_of_the_document_through() -> None:
    hit = Hit("a/b", "arithmetic", "error", "<b>@team</b> | `x`\n# y", None, (), "", "", (), "0")
    page = shown("markdown", outcome(replace(checked(), hits=(hit,))))
    assert r"\<b\>\@team\</b\> \| \`x\`" in page
    assert "\n# y" not in page


def test_json_marks_what_is_silenced() -> None:
    document = checked()
    silenced = tuple(replace(hit, silenced="suppressed", reason="because") for hit in document.hits)
    table = json.loads(shown("json", outcome(replace(document, hits=silenced))))
    (found,) = table["documents"][0]["findings"]
    assert found["alternatives"] == []
    assert (found["silenced"], found["reason"], table["exit_code"]) == ("suppressed", "because", 0)


def test_html_fetches_nothing_and_lets_no_markup_of_the_document_through() -> None:
    hit = Hit("a/b", "arithmetic", "error", "<script>x</script>", None, (), "", "", (("working", ("<b>",)),), "0")
    page = shown(
        "html", outcome(replace(checked(), path="<i>.md", hits=(hit,)), checked(), failed=(Failed("<u>", ""),))
    )
    assert "default-src &#39;none&#39;" in page
    assert not re.search(r"<(script|i|u)>|https?://", page)
    assert "<b>16 GPUs</b>" in page
    assert "&lt;script&gt;x" in page


def test_rdjson_is_as_reviewdog_documents_it() -> None:
    schema = json.loads(Path(__file__).with_name("rdjson.schema.json").read_text(encoding="utf-8"))
    log = json.loads(shown("rdjson", outcome(checked(), at_least(100)(checked("It took 17 widgets.\n", "b.md")))))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(log)] == []
    assert [diagnostic["severity"] for diagnostic in log["diagnostics"]] == ["ERROR", "ERROR"]
