"""What is done to Altair for the sake of speed changes no picture."""

import altair as alt
from altair.utils import schemapi

from dashboard.charts import quick

ROWS = [{"name": "Đất đai", "value": 0.25, "at": [1, 2]}, {"name": "Hộ tịch", "value": None, "at": []}]


def chart(data: alt.Data) -> alt.LayerChart:
    fill = alt.condition("datum.value", alt.value("red"), "name:N")
    bar = alt.Chart().mark_bar().encode(x="value:Q", y="name:N", fill=fill)
    words = alt.Chart(data).mark_text().encode(text="name:N", tooltip=["name:N", "value:Q"])
    return alt.layer(bar, words, data=data).properties(width="container")


def test_a_chart_says_the_same_as_where_altair_is_left_as_it_is(monkeypatch):
    quickly = chart(quick.inline(ROWS)).to_dict()
    monkeypatch.setattr(schemapi, "_FromDict", quick._look_up)
    with schemapi.debug_mode(True):
        assert chart(alt.Data(values=ROWS)).to_dict() == quickly


def test_rows_of_a_specification_are_its_own():
    rows = [dict(row) for row in ROWS]
    drawn = chart(quick.inline(rows))
    drawn.to_dict()["data"]["values"][0]["name"] = "Khác"
    assert drawn.to_dict()["data"]["values"] == rows == ROWS
