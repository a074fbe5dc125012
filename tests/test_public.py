"""The public surface: what `__all__` names is what is there."""

from __future__ import annotations

import auditor


def test_all_is_sorted_and_there() -> None:
    assert list(auditor.__all__) == sorted(auditor.__all__)
    assert all(getattr(auditor, name) for name in auditor.__all__)


def test_nothing_public_is_left_out() -> None:
    public = {
        name
        for name, value in vars(auditor).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith("auditor")
    }
    assert public | {"Audit", "__version__"} == set(auditor.__all__)


def test_the_function_stays_callable_after_its_module_is_imported() -> None:
    import auditor.audit

    assert callable(auditor.audit)


def test_a_number_that_repeats_a_doubted_one_is_not_supported_by_that() -> None:
    audit = auditor.audit(
        "# A Plan for a 40B MoE Model\n\n- Layers: 24\n- Hidden size: 1024\n- Experts: 8 per layer\n"
        "- Expert hidden size: 4096\n\nThe model has 40B parameters.\n"
    )
    assert [finding.code for finding in audit.findings] == ["parameters/moe-at-most"]
    assert {claim.verdict for claim in audit.claims if claim.text.startswith("40B")} == {"not_enough_info"}
