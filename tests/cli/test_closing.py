"""Closing from the command line: a frozen set answers as on its day, and says what differs since."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard.demo.follow_up import CLOSED, CLOSED_NAME

DEMO = ("-w", "demo")
QUESTION = ("metric", "late_rate", *DEMO, "--period", CLOSED)


def test_the_frozen_month_of_the_demo_differs_by_the_correction_that_came_later(samples: Path, run: Callable[..., Any]):
    (row,) = run("closings", *DEMO)
    assert (row["name"], row["label"]) == (CLOSED_NAME, CLOSED)
    differences = run("closings", CLOSED_NAME, *DEMO)
    corrected = run("query", "corrections", *DEMO, "--param", f"period_ids=cchc/{CLOSED}")
    units = {found["unit_id"] for found in differences if found["scope"] == "unit"}
    assert units and units == {found["unit_id"] for found in corrected}
    for found in differences:
        if found["scope"] == "unit" and found["metric_id"] == "late_rate":
            asked = (*QUESTION, "--unit", found["unit_id"])
            then, now = run(*asked, "--frozen", CLOSED_NAME)["rows"][0], run(*asked)["rows"][0]
            assert (then["numerator"], then["denominator"]) == (found["old_numerator"], found["old_denominator"])
            assert (now["numerator"], now["denominator"]) == (found["new_numerator"], found["new_denominator"])


def test_every_command_that_asks_takes_a_frozen_set_and_names_an_unknown_one(samples: Path, run: Callable[..., Any]):
    frozen = ("--frozen", CLOSED_NAME)
    (total,) = run("query", "metric_total", *DEMO, "--param", "metric_ids=late_rate",
                   "--param", f"period_ids=cchc/{CLOSED}", *frozen)  # fmt: skip
    assert run(*QUESTION, *frozen)["rows"][0]["numerator"] == total["numerator"]
    assert run("checks", *DEMO, "--period", CLOSED, *frozen)["findings"]
    assert "Không có" in run(*QUESTION, "--frozen", "Quý 9", status=2)["error"]
    assert "--as-of" in run(*QUESTION, *frozen, "--as-of", "2026-01-01", status=2)["error"]


def test_what_cannot_be_closed_is_a_sentence_and_changes_nothing(samples: Path, run: Callable[..., Any]):
    for asked in (
        (CLOSED_NAME, "--period", CLOSED),
        ("Mới", "--period", "2026-01..2026-02"),
        ("x", "--period", CLOSED),
    ):
        assert run("close", *asked, *DEMO, status=2)["error"]
    assert len(run("closings", *DEMO)) == 1
