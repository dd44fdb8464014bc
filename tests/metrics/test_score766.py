"""The scoring rule of Decision 766 and the data that it stands on."""

from decimal import Decimal

import pytest

from dashboard.metrics import score766


@pytest.mark.parametrize(
    ("rate", "threshold", "maximum", "points"),
    [
        (0.4, 0.8, 4, "2.00"),
        (0.8, 0.8, 4, "4.00"),
        (0.95, 0.8, 4, "4.00"),
        (0, 0.8, 4, "0.00"),  # and not 0,8 of the maximum
        (0.799, 0.8, 4, "4.00"),
        (0.1234, 0.5, 12, "2.96"),
        (1, 1, 20, "20.00"),
    ],
)
def test_all_points_from_the_threshold_on_and_below_it_in_proportion(rate, threshold, maximum, points):
    assert score766.points(rate, threshold, maximum) == Decimal(points)


def test_a_threshold_of_nothing_is_refused():
    with pytest.raises(ValueError, match="threshold"):
        score766.points(0.4, 0, 4)


def test_the_six_groups_make_one_hundred_points():
    assert {group.code: group.maximum for group in score766.groups()} == {
        "CKMB": 18, "TDGQ": 20, "MDSH": 22, "CLGQ": 12, "TTTT": 10, "MDHL": 18,
    }  # fmt: skip
    assert score766.maxima()[score766.TOTAL] == 100


def test_grades_begin_where_the_dashboards_of_provinces_begin_them():
    assert [(grade.id, grade.floor) for grade in score766.grades()] == [
        ("excellent", 90), ("good", 80), ("fair", 70), ("average", 50), ("weak", 0),
    ]  # fmt: skip
