"""For whatever counts: a title judges a change only where both figures are large enough and their interval leaves zero out."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.level_trend import level_trend
from dashboard.charts.picture import Look
from dashboard.charts.sentences import headline
from dashboard.charts.series import points
from dashboard.metrics import intervals
from dashboard.metrics.catalogue import load_catalogue
from tests.charts.samples import months

METRICS = load_catalogue().metrics
COUNTS = st.integers(0, 4000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(before=COUNTS, now=COUNTS, metric=st.sampled_from(["overdue_rate", "online_share_new"]))
def test_a_headline_claims_no_more_than_the_interval_carries(before, now, metric):
    previous, current = points(months(date(2026, 9, 1), [before, now]))
    title = headline(METRICS[metric], current, previous, Look())
    is_clear = min(before[1], now[1]) >= Look().small_n and intervals.change(*now, *before) in ("up", "down")
    assert ("(cải thiện)" in title or "(kém đi)" in title) == is_clear
    if is_clear:
        is_up = now[0] / now[1] > before[0] / before[1]
        assert ("tăng" if is_up else "giảm") in title
        assert ("cải thiện" in title) == (is_up == (METRICS[metric].direction == "higher"))


@given(province=COUNTS, commune=COUNTS)
def test_levels_are_told_apart_only_where_the_interval_does(province, commune):
    rows = [
        {**row, "level": level}
        for level, counts in (("province", province), ("commune", commune))
        for row in months(date(2026, 9, 1), [counts])
    ]
    title = level_trend(rows, METRICS["online_share_new"]).title
    top, bottom = sorted((province, commune), key=lambda c: c[0] / c[1] if c[1] else -1, reverse=True)
    is_clear = min(province[1], commune[1]) >= Look().small_n and intervals.change(*top, *bottom) == "up"
    assert ("điểm %" in title) == is_clear
