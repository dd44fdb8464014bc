"""Frozen figures: what was closed stays as it was, whatever comes in, and what became other is told count by count."""

from typing import Any

import pytest

from dashboard import closing, figures
from dashboard.closing import ClosingError
from dashboard.figures import Context, Question
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import Viewer
from dashboard.store import read as store
from dashboard.store import write
from dashboard.store.workspace import WorkspaceError
from tests.app.province import FIELDS, UNITS, dossiers, fill, month

NAME = "Chốt Quý I/2026"
JAN, FEB, MAR = (month(2026, number) for number in (1, 2, 3))


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """Three months, of the third one unit missing; closed; then that unit reports and another one corrects January."""
    settings = {"default_regime": "cchc"}
    made = write.create_workspace(
        "tinh", title="Tỉnh Thử", units=UNITS, fields=FIELDS, settings=settings, root=tmp_path_factory.mktemp("data")
    )
    context = Context(made)
    missing = {(MAR, "xa_dong_hai")}
    fill(made, {
        f"{period.label}.xlsx": [dossiers(u.unit_id, period, 5) for u in UNITS if (period, u.unit_id) not in missing]
        for period in (JAN, FEB, MAR)
    })  # fmt: skip
    closing.close(context, NAME, "2026-Q1", "Phục vụ hội nghị sơ kết")
    fill(made, {"muon.xlsx": [dossiers("xa_dong_hai", MAR, 7)], "sua.xlsx": [dossiers("so_tu_phap", JAN, 9)]})
    return context


def answered(context: Context, **question: Any) -> list[tuple[Any, ...]]:
    answer = figures.answer(context, Question("late_rate", **question))
    return [(row["id"], row["numerator"], row["denominator"]) for row in answer.rows]


def test_a_frozen_set_answers_as_on_the_day_of_closing(closed: Context):
    frozen = closing.frozen(closed, NAME)
    assert answered(frozen, period="2026-01") == [("total", 20, 800)]
    assert answered(closed, period="2026-01") == [("total", 24, 800)]
    assert answered(frozen, period="2026-03", by="unit")[-1] == ("xa_dong_hai", None, None)
    assert answered(closed, period="2026-03", by="unit")[-1] == ("xa_dong_hai", 7, 200)


def test_what_is_kept_are_the_figures_that_the_set_answers_with(closed: Context):
    """Every metric of every unit: the stored counts against a reading as of the moment of closing."""
    frozen = closing.frozen(closed, NAME)
    cursor = store.db.cursor_of(store.db.reader(closed.workspace)[0])
    kept = set(
        cursor.execute(
            "select metric_id, scope, coalesce(unit_id, level, 'total'), numerator, denominator from ws.frozen_figure"
        ).fetchall()
    )
    asked = {"metric_ids": list(load_catalogue().metrics), "period_ids": ["cchc/2026-Q1"], "field_ids": []}
    units = frozen.rows("metric_by_unit", None, **asked, unit_ids=[])
    levels, total = frozen.rows("metric_by_level", None, **asked), frozen.rows("metric_total", None, **asked)
    read = {
        (row["metric_id"], scope, row.get(key, "total"), row["numerator"], row["denominator"])
        for scope, key, rows in (("unit", "unit_id", units), ("level", "level", levels), ("total", "", total))
        for row in rows
        if row["numerator"] is not None
    }
    assert {row for row in kept if row[3] is not None} == read
    assert ("late_rate", "unit", "so_tu_phap", 15, 600) in read


def test_what_became_other_is_told_for_each_unit_level_and_the_province(closed: Context):
    rows = [row for row in closing.differences(closed, NAME.upper()) if row["metric_id"] == "late_rate"]
    told = [
        (row["scope"], row["unit_id"], row["level"], row["old_numerator"], row["new_numerator"], row["old_denominator"],
         row["new_denominator"])
        for row in rows
    ]  # fmt: skip
    assert told == [
        ("total", None, None, 45, 66, 1800, 2400),
        ("level", None, "province", 30, 34, 1200, 1200),
        ("level", None, "commune", 15, 32, 600, 1200),
        ("unit", "so_tu_phap", "province", 15, 19, 600, 600),
        ("unit", "xa_dong_hai", "commune", None, 17, None, 600),
    ]
    assert rows[3]["difference"] == pytest.approx(19 / 600 - 15 / 600)
    assert rows[4]["old_ratio"] is None and rows[4]["difference"] is None


def test_who_sees_one_unit_learns_of_no_other(closed: Context):
    viewer = Viewer("xa", "viewer", frozenset({"xa_dong_hai"}))
    rows = closing.differences(Context(closed.workspace, viewer), NAME)
    assert {(row["scope"], row["unit_id"]) for row in rows} == {("unit", "xa_dong_hai")}


def test_a_quarter_closes_its_months_and_no_other_period(closed: Context):
    found = closed.rows("closed_periods", None, period_ids=[])
    assert {row["period_id"] for row in found} == {"cchc/2026-Q1", "cchc/2026-01", "cchc/2026-02", "cchc/2026-03"}
    assert closing.is_closed(closed.workspace, "cchc/2026-02")
    assert not closing.is_closed(closed.workspace, "cchc/2026-04")


def test_the_list_says_who_closed_what_and_why(closed: Context):
    (row,) = closing.closings(closed)
    assert (row["name"], row["label"], row["as_of_seq"], row["closed_by"]) == (NAME, "2026-Q1", 3, "local")
    assert row["note"] == "Phục vụ hội nghị sơ kết"
    day = row["closed_at"].astimezone(closing.VIETNAM).date()
    assert closing.standing(closing.frozen(closed, NAME)) == f"số liệu chốt ngày {day:%d/%m/%Y} ({NAME})"
    assert closing.standing(closed) == "số liệu tạm tính"


@pytest.mark.parametrize(
    ("viewer", "name", "note", "key"),
    [
        (Viewer("a", "viewer"), "Quý I", "", "role"),
        (Viewer("a", "editor", frozenset({"xa_an_binh"})), "Quý I", "", "role"),
        (Viewer("a", "editor"), "  a ", "", "name"),
        (Viewer("a", "editor"), "a" * 81, "", "name"),
        (Viewer("a", "editor"), "Quý I", "a" * 501, "note"),
        (Viewer("a", "editor"), NAME.lower(), "", "twice"),
    ],
)
def test_what_cannot_be_closed_is_refused_with_a_sentence(
    closed: Context, viewer: Viewer, name: str, note: str, key: str
):
    with pytest.raises(ClosingError) as refused:
        closing.close(Context(closed.workspace, viewer), name, "2026-Q1", note)
    assert refused.value.key == key
    assert len(closing.closings(closed)) == 1


def test_an_unknown_set_is_named(closed: Context):
    with pytest.raises(WorkspaceError, match="Quý IX"):
        closing.frozen(closed, "Quý IX")
    with pytest.raises(ClosingError):
        closing.differences(closed, "Quý IX")
