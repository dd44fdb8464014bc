"""Communes by points."""

from dashboard.charts.picture import Look
from dashboard.charts.points import points_bars
from tests.charts.samples import values


def row(name, points, needed, denominator=100):
    return {
        "unit_name": name, "is_ward": name.startswith("Phường"), "numerator": 70, "denominator": denominator,
        "ratio": 0.7, "points": points, "next_points": None if needed is None else points + 0.5, "next_ratio": 0.75,
        "documents_needed": needed,
    }  # fmt: skip


def test_every_step_of_the_scale_has_its_bar_and_the_title_counts_who_is_near():
    picture = points_bars(
        [row("Xã A", 5.0, None), row("Phường B", 3.0, 10), row("Xã C", 3.0, 11)], period="tháng 02/2026"
    )
    assert [(v["label"], v["count"]) for v in values(picture.spec())] == [
        ("5,0 điểm", 1), ("4,5 điểm", 0), ("4,0 điểm", 0), ("3,5 điểm", 0), ("3,0 điểm", 2),
    ]  # fmt: skip
    assert picture.title == (
        "1/3 xã, phường đạt 5 điểm tháng 02/2026; 1 đơn vị chỉ thiếu từ 1 đến 10 văn bản để thêm nửa điểm"
    )
    assert [line["kind"] for line in picture.rows] == ["Xã", "Phường", "Xã"]
    assert picture.rows[0]["next"] == "–"
    assert picture.chart.to_dict(validate=True)


def test_few_documents_are_warned_of_and_none_give_a_sentence():
    assert points_bars([row("Xã A", 3.0, 1, denominator=9)]).notes
    assert not points_bars([row("Xã A", 3.0, 1)], Look(language="en")).notes
    assert points_bars([], period="tháng 02/2026").is_empty
