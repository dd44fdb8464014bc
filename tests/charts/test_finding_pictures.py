"""The pictures of findings: counts in the cells, a sign for each severity, and no claim beyond chance."""

import json
from datetime import date

import pytest

from dashboard.charts.finding_columns import finding_columns
from dashboard.charts.finding_matrix import finding_matrix
from dashboard.charts.picture import Look


def unit_row(unit: str, rule: str, severity: str, findings: int) -> dict:
    return {
        "unit_id": unit, "unit_name": unit, "name": unit, "level": "commune", "scope": "unit", "rule": rule,
        "severity": severity, "findings": findings, "periods": 1, "unit_findings": findings, "unit_grave": 0,
    }  # fmt: skip


def period_row(number: int, in_doubt: int, errors: int = 1, warnings: int = 1, reports: int = 400) -> dict:
    return {
        "period_id": f"cchc/2026-{number:02d}", "label": f"2026-{number:02d}", "regime": "cchc", "kind": "month",
        "start_date": date(2026, number, 1), "end_date": date(2026, number, 28), "reports": reports,
        "reports_in_doubt": in_doubt, "findings": errors + warnings, "errors": errors, "warnings": warnings, "infos": 0,
    }  # fmt: skip


def test_the_matrix_has_a_cell_for_each_unit_and_rule_with_sign_and_count() -> None:
    rows = [
        unit_row("Xã A", "V01", "error", 2),
        unit_row("Xã A", "V09", "warning", 1),
        unit_row("Xã B", "V20", "info", 12),
    ]
    picture = finding_matrix(rows, period="tháng 10/2026")
    values = picture.spec()["datasets"] if "datasets" in picture.spec() else picture.spec()["data"]["values"]
    told = json.dumps(values, ensure_ascii=False)
    assert all(words in told for words in ("▲ 2", "⚠ 1", "○ 12"))
    assert picture.title == "Tháng 10/2026: 15 điểm cần kiểm tra ở 2 đơn vị, cấp hoặc tệp, trong đó 2 lỗi"
    assert [row["findings"] for row in picture.rows] == [2, 1, 12]
    assert "▲ lỗi; ⚠ cảnh báo; ○ lưu ý" in picture.notes[-1]


def test_a_long_matrix_shows_the_first_units_and_the_table_has_all() -> None:
    rows = [unit_row(f"Xã {number}", "V01", "error", 1) for number in range(40)]
    picture = finding_matrix(rows, limit=15)
    assert "15/40" in picture.notes[0]
    assert len(picture.rows) == 40
    assert finding_matrix([], period="tháng 10/2026").is_empty


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(40, 10, "nhiều lên rõ rệt"), (10, 40, "ít đi rõ rệt"), (11, 10, "chưa khác rõ"), (10, 10, "chưa khác rõ")],
)
def test_better_or_worse_is_said_only_outside_chance(now: int, before: int, said: str) -> None:
    title = finding_columns([period_row(9, before), period_row(10, now)]).title
    assert title.endswith(said)
    assert f"có {now}/400 báo cáo" in title


def test_columns_start_at_zero_and_break_at_the_reform() -> None:
    picture = finding_columns([period_row(9, 4), period_row(10, 5)], Look("en"))
    assert '"domain": [0' in json.dumps(picture.spec())
    assert "two-tier" not in json.dumps(picture.spec())
    old = period_row(6, 4) | {"start_date": date(2025, 6, 1), "end_date": date(2025, 6, 30)}
    assert any("Dashed line" in note for note in finding_columns([old, period_row(10, 5)], Look("en")).notes)


def test_nothing_found_in_any_period_is_a_sentence_and_no_picture() -> None:
    assert finding_columns([period_row(9, 0, 0, 0), period_row(10, 0, 0, 0)]).is_empty


def test_rules_without_a_number_go_by_their_title_and_on_a_phone_are_read_upwards() -> None:
    rows = [unit_row("Xã A", rule, "warning", 1) for rule in ("V04", "score_sum")]
    for look, title in (
        (Look(), ["Điểm 766", "không bằng", "tổng sáu …"]),
        (Look(is_narrow=True), "Điểm 766 không bằng tổng sáu nhóm"),
    ):
        axis = finding_matrix(rows, look).spec()["layer"][0]["encoding"]["x"]["axis"]
        words = json.loads(axis["labelExpr"].removeprefix("(").removesuffix(")[datum.value]"))
        assert words == {"V04": "V04" if look.is_narrow else ["\u00a0", "\u00a0", "V04"], "score_sum": title}
        assert axis.get("labelAngle", 0) == (-90 if look.is_narrow else 0)


def test_no_line_goes_through_the_words_of_a_cell_and_no_heading_reaches_into_it() -> None:
    rows = [unit_row("Xã A", rule, "warning", 1) for rule in ("V04", "score_sum")]
    encoding = finding_matrix(rows, Look()).spec()["layer"][0]["encoding"]
    assert encoding["y"]["axis"]["grid"] and encoding["y"]["axis"]["zindex"] == 0
    axis = encoding["x"]["axis"]
    assert axis["labelBaseline"] == "top" and axis["labelPadding"] >= 3 * axis["labelLineHeight"]
