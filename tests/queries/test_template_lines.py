"""What a template starts with: the fields of the unit's last report, and what they had pending just before."""

from datetime import timedelta

from dashboard.report import Viewer
from tests.queries.conftest import ENTERED, Data, month, report, row

ASKED = {"unit_ids": [], "regime": "cchc", "kind": "month"}


def asked(data: Data, start_on: str, **rest) -> list[tuple]:
    rows = data.ask("read", "template_lines", **(ASKED | {"start_on": start_on} | rest))
    return [(r["unit_id"], r["field_id"], r["pending_total"], r["before_label"]) for r in rows]


def test_the_last_report_gives_the_fields_and_only_the_one_just_before_what_is_carried_over(data: Data) -> None:
    data.accept(report("dossier", "so_a", month("2024-01"), row("dat_dai", pending_total=9)))
    data.accept(
        report("dossier", "so_a", month("2024-02"), row("dat_dai", pending_total=3), row("ho_tich", received_total=4)),
        at=ENTERED + timedelta(1),
    )
    own = [("so_a", "dat_dai", 3, "2024-02"), ("so_a", "ho_tich", None, "2024-02")]
    kind = [("so_b", "dat_dai", None, None), ("so_b", "ho_tich", None, None)]  # another department, by its kind
    data.know_periods()
    assert asked(data, "2024-03-01") == own + kind
    assert asked(data, "2024-03-01", unit_ids=["so_b"]) == kind
    assert asked(data, "2024-05-01")[0] == ("so_a", "dat_dai", None, "2024-02")  # April's report may still come
    assert asked(data, "2024-02-01")[0] == ("so_a", "dat_dai", 9, "2024-01")
    assert asked(data, "2024-01-01") == []
    assert asked(data, "2024-03-01", viewer=Viewer("v", "reader", frozenset({"so_b"}))) == []


def test_nothing_is_carried_over_to_the_first_month_after_the_reform(data: Data) -> None:
    data.accept(report("dossier", "so_a", month("2025-06"), row("dat_dai", pending_total=3)))
    data.know_periods()
    assert asked(data, "2025-07-01")[0] == ("so_a", "dat_dai", None, "2025-06")
