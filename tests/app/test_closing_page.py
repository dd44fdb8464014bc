"""Closing on the screen: the checklist, the form, what differs since, and every page asked for the frozen set."""

from dataclasses import replace

import pytest

from dashboard import closing
from dashboard.figures import Context
from dashboard.metrics import format as fmt
from dashboard.words import text
from tests.app.province import UNITS, dossiers, fill, month, words

NAME = "Chốt số liệu tháng 04/2026"


def test_a_period_is_closed_and_what_comes_in_later_shows_as_a_difference(open_page, gaps):
    app = open_page("closing", period="2026-04")
    assert not app.exception
    said = words(app)
    assert "Tháng 04/2026: 1 đơn vị chưa báo cáo, 0 chưa đến hạn, trên 4 đơn vị phải báo cáo." in said
    assert text("closing_page.none") in said
    (name,) = (box for box in app.text_input if box.label == text("closing_page.name"))
    assert name.value == NAME
    app.button(key="FormSubmitter:close_cchc/2026-04_0-Chốt số liệu").click().run()
    assert text("closing_page.saved", name=NAME, period="tháng 04/2026") in words(app)
    (row,) = closing.closings(Context(gaps))
    assert (row["name"], row["label"]) == (NAME, "2026-04") and app.query_params["set"] == "1"

    fill(gaps, {"muon.xlsx": [dossiers("so_xay_dung", month(2026, 4), 8)]})
    app = open_page("closing", period="2026-04")
    found = closing.differences(Context(gaps), NAME)
    units = {row["unit_id"] for row in found if row["unit_id"]}
    assert f"{fmt.count(len(found))} số liệu nay đã khác, ở {len(units)} đơn vị." in words(app)
    shown = next(frame.value for frame in app.dataframe if "Chỉ số" in frame.value.columns)
    assert len(shown) == len(found)
    late = shown[(shown["Của"] == "Sở Xây dựng") & (shown["Tử số: nay"] == 8)]
    assert list(late["Mẫu số: nay"]).count(200) >= 1 and late["Tử số: chốt"].isna().all()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_asked_for_the_frozen_set_says_so_and_shows_it(open_page, full, language):
    closing.close(Context(full), "Quý III", "2026-10")
    fill(full, {"sua.xlsx": [dossiers(unit.unit_id, month(2026, 10), 90) for unit in UNITS]})
    app = open_page("overview", period="2026-10", frozen="Quý III", lang=language)
    assert not app.exception
    frozen = closing.frozen(Context(full), "Quý III")
    assert fmt.capitalised(closing.standing(frozen, language)) in words(app)
    assert text("closing.provisional", language) not in words(app)
    asked = {"metric_ids": ["late_rate"], "period_ids": ["cchc/2026-10"], "field_ids": []}
    (then,) = frozen.rows("metric_total", None, **asked)
    (now,) = replace(frozen, as_of=None).rows("metric_total", None, **asked)
    counts = [fmt.counts(row["numerator"], row["denominator"], language) for row in (then, now)]
    assert counts[0] in words(app) and counts[1] not in words(app)
    app.button(key="banner_frozen_back").click().run()
    assert "frozen" not in app.query_params and counts[1] in words(app)


def test_an_unknown_frozen_set_in_the_address_is_a_sentence(open_page, full):
    app = open_page("closing", frozen="<b>không có</b>", set="7; drop", asof="2026-01-01")
    assert not app.exception
    assert "<b>không có</b>" in "".join(warning.value for warning in app.warning)
    assert "frozen" not in app.query_params and "set" not in app.query_params


def test_while_an_earlier_state_is_shown_nothing_can_be_closed(open_page, full):
    closing.close(Context(full), "Quý III", "2026-10")
    app = open_page("closing", period="2026-10", frozen="Quý III")
    assert [box.label for box in app.text_input if box.label == text("closing_page.name")] == []
