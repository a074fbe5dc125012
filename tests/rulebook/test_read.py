"""A wrong rule file gets one sentence that names the file, the key and the remedy."""

from __future__ import annotations

import tomllib
from fractions import Fraction

import pytest

from auditor.errors import RulebookError
from auditor.rulebook.read import read_rule
from auditor.rulebook.rule import Page, Rule
from auditor.rulebook.source import fill

GOOD = """
kind = "derivation"
severity = "error"
bound = "exact"
says = "What is left is what there is, less what is used."
why = "Two of the three give the third."
relation = "left = there - used"
message = "{stated} is left of {there}, {expected} follows."
source = "Subtraction."

[where]
left = { concept = "memory_free", scope = "gpu", unit = "byte" }
there = { concept = "gpu_memory", unit = "byte" }
used = { concept = "memory_used", unit = "byte", default = 0 }
kilo = { value = "1/8", unit = "byte" }

[[near_miss]]
says = "nothing was taken away"
set = { used = 0 }

[[must_find]]
text = "80 GB, of which 60 GB used, leaves 30 GB"
quote = "30 GB"
expected = "20 GB"

[[must_confirm]]
text = "80 GB, of which 60 GB used, leaves 20 GB"
quote = "20 GB"
because = "80 - 60 = 20"
"""

CHECK = """
kind = "arithmetic"
severity = "error"
bound = "exact"
says = "Written arithmetic comes out as written."
why = "It needs no premise from elsewhere."
check = "equation"
message = "{working} is {expected}, not {stated}."
mentions = ["moe", "top-k"]
source = "Arithmetic."
"""


def read(text: str) -> tuple[Rule, Page]:
    return read_rule("memory/left", "rules/memory/left.toml", tomllib.loads(text))


def test_a_rule_is_read() -> None:
    rule, page = read(GOOD)
    assert rule.subject == "left"
    assert rule.variables["left"].scope == "gpu"
    assert rule.variables["used"].default == 0
    assert rule.variables["kilo"].value == Fraction(1, 8)
    assert set(rule.conventions[0].relation.forms) == {"left", "there", "used"}
    assert page.near_misses[0].relation.text == "left = there - 0"
    assert page.must_find[0].expected == "20 GB"
    assert page.must_confirm[0].because == "80 - 60 = 20"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'severity = "error"',
            'severity = "eror"',
            "severity: must be one of error, warning, note, found 'eror'; did you mean 'error'?",
        ),
        ('severity = "error"', "severity = 3", "severity: must be a text that is not empty, found 3"),
        ('says = "What', 'sais = "What', "sais: unknown key; did you mean 'says'?"),
        ('bound = "exact"', "", 'bound: missing; write bound = "...", one of exact, lower, upper, typical'),
        ('why = "Two', 'zzz = 1\nwhy = "Two', "zzz: unknown key; known here: kind, severity"),
        ("there - used", "there - usde", "relation: 'usde' is not in [where]; did you mean 'used'?"),
        ("there - used", "there - x9", """relation: 'x9' is not in [where]; add x9 = "CONCEPT" there"""),
        ("there - used", "there -", "relation: expected a number, a name or '(', found 'the end'"),
        ('relation = "left = there - used"', "", "relation: a rule has either a relation, or a check, or"),
        ("{there}, {exp", "{ther}, {exp", "message: {ther} is nothing that a message can show; did you mean 'there'?"),
        ("{there}, {exp", "{there, {exp", "message:"),
        ("{there}, {exp", "{there.__class__}, {exp", "message: {there.__class__} is nothing that a message can show"),
        ("default = 0", "defualt = 0", "where.used.defualt: unknown key; did you mean 'default'?"),
        ("default = 0", 'default = "x"', "where.used.default: must be a number such as 8"),
        ("default = 0", 'default = "1/0"', "where.used.default: must be a number such as 8"),
        ("default = 0", "free = 1", "where.used.free: must be true or false, found 1"),
        ('value = "1/8"', 'says = "1/8"', "where.kilo: needs either a concept, or a value for a constant"),
        ('value = "1/8"', 'value = "1e999999999"', "where.kilo.value: "),
        ("kilo = {", "Kilo = {", "where.Kilo: symbols are lower case letters"),
        (
            "set = { used = 0 }",
            "set = { user = 0 }",
            "near_miss[1].set: 'user' is not in [where]; did you mean 'used'?",
        ),
        ("set = { used = 0 }", "", "near_miss[1]: needs exactly one of: set, factor, relation"),
        ('quote = "30 GB"', 'quote = "31 GB"', "must_find[1].quote: does not stand in the text"),
        ('because = "80 - 60 = 20"', "", 'must_confirm[1].because: missing; write because = "..."'),
        ("[[near_miss]]", "[near_miss]", "near_miss: must be tables, write [[near_miss]]"),
        ('source = "Sub', 'subject = "use"\nsource = "Sub', "subject: 'use' is not in [where]; did you mean 'used'?"),
        ("[where]", "[[where]]", "where: must be a table, write [where]"),
    ],
)
def test_a_wrong_rule_says_what_to_do(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(RulebookError) as caught:
        read(GOOD.replace(old, new, 1))
    assert str(caught.value).startswith("rules/memory/left.toml: ")
    assert says in str(caught.value)


def test_a_rule_with_a_check_is_read() -> None:
    rule, _ = read(CHECK)
    assert (rule.check, rule.mentions, rule.conventions) == ("equation", ("moe", "top-k"), ())
    without, _ = read(CHECK.replace('message = "{working} is {expected}, not {stated}."', ""))
    assert without.message == "{stated} is stated; {expected} follows."


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{working}", "{formula}", "message: {formula} is nothing that a message can show"),
        ("{working}", "{convention}", "message: {convention} is nothing that a message can show"),
        ("{working}", "{near_miss}", "message: {near_miss} is nothing that a message can show"),
        ("{working}", "{gpus}", "message: {gpus} is nothing that a message can show"),
        ("{working}", "{workin}", "message: {workin} is nothing that a message can show; did you mean 'working'?"),
        ('"moe"', '"MoE"', "mentions: is held against the report in lower case, so write 'moe' for 'MoE'"),
        ('"moe"', "3", "mentions: must be a list of texts"),
    ],
)
def test_a_wrong_rule_with_a_check_says_what_to_do(old: str, new: str, says: str) -> None:
    assert old in CHECK
    with pytest.raises(RulebookError, match=r"^rules/memory/left\.toml: ") as caught:
        read(f'{CHECK.replace(old, new, 1)}\n[where]\ngpus = "gpus"')
    assert says in str(caught.value)


def test_only_a_check_needs_a_report_to_mention_something() -> None:
    with pytest.raises(RulebookError, match=r"mentions: only for a rule with a check"):
        read(GOOD.replace("[where]", 'mentions = ["moe"]\n\n[where]'))


def test_a_message_is_filled_by_name_only() -> None:
    assert fill("{stated} of {there}", {"stated": "30 GB"}) == "30 GB of {there}"
    assert fill("{stated}", {"stated": "{there}", "there": "no"}) == "{there}"
