"""Pages on units that were reorganised: nothing is joined or compared until the reader asks for one territory."""

import re
from datetime import date

import pytest

from dashboard.figures import Context
from dashboard.metrics import format as fmt
from dashboard.report import Lineage, Unit
from dashboard.store import write
from dashboard.words import text
from tests.app.province import dossiers, month, take_in, words

SWITCH = text("territory.switch")
BREAK = date(2025, 7, 1)


@pytest.fixture
def merged(create):
    """Xã Mới is made of two communes since July; Sở Tư pháp took in Sở Cũ in July too; Xã An Bình stayed as it was."""
    workspace = create()
    old = [Unit(id_, f"Xã {id_}", "commune", "commune", valid_to=date(2025, 6, 30)) for id_ in ("cu_a", "cu_b")]
    gone = Unit("so_cu", "Sở Cũ", "department", "province", valid_to=date(2025, 6, 30))
    new = Unit("moi", "Xã Mới", "commune", "commune", valid_from=BREAK)
    with write.changing(workspace) as change:
        write.add_units(change, [*old, gone, new])
        write.add_lineage(change, [Lineage(unit.unit_id, "moi", "merged", BREAK) for unit in old])
        write.add_lineage(change, [Lineage("so_cu", "so_tu_phap", "merged", BREAK)])
    for number in (6, 7, 8):
        ids = ("cu_a", "cu_b", "so_cu") if number < 7 else ("moi",)
        reports = [dossiers(id_, month(2025, number), number) for id_ in (*ids, "xa_an_binh", "so_tu_phap")]
        take_in(workspace, reports, f"{number}.xlsx")
    return workspace


def said(app) -> str:
    return re.sub("<[^>]*>", " ", words(app))


def card(app) -> str:
    return re.sub("<[^>]*>", " ", "\n".join(str(html.value) for html in app.container(key="headline").html))


def switches(app) -> list[str]:
    return [toggle.label for toggle in app.toggle]


def converted(workspace, unit: str, period: str, base: str, metric: str = "late_rate"):
    (row,) = Context(workspace).rows(
        "metric_same_territory", None, metric_ids=[metric], period_ids=[f"cchc/{period}"],
        base_period_id=f"cchc/{base}", field_ids=[], unit_ids=[unit],
    )  # fmt: skip
    return row


def test_a_unit_that_took_another_in_is_not_compared_with_what_it_was(open_page, merged):
    app = open_page("overdue", period="2025-07", unit="so_tu_phap")
    assert SWITCH in switches(app)
    assert text("kpi.reorganised", period="06/2025") in card(app)
    assert text("territory.unit_changed", name="Sở Tư pháp") in said(app)


def test_on_one_territory_it_is_compared_with_the_sum_of_its_predecessors(open_page, merged):
    app = open_page("overdue", period="2025-07", unit="so_tu_phap", territory="1")
    row = converted(merged, "so_tu_phap", "2025-06", "2025-07")
    assert (row["numerator"], row["denominator"]) == (12, 400)
    change = fmt.points(7 / 200 - 12 / 400)
    assert f"{change} so với 06/2025 (quy đổi)" in card(app)
    assert text("territory.note") in said(app)


def test_a_new_unit_has_a_past_on_its_own_territory(open_page, merged):
    assert text("kpi.reorganised", period="06/2025") not in card(open_page("overdue", period="2025-07", unit="moi"))
    app = open_page("overdue", period="2025-07", unit="moi", territory="1")
    assert f"{fmt.points(7 / 200 - 12 / 400)} so với 06/2025 (quy đổi)" in card(app)


def test_a_unit_that_stayed_as_it_was_has_no_switch(open_page, merged):
    app = open_page("overdue", period="2025-07", unit="xa_an_binh")
    assert SWITCH not in switches(app)
    assert "quy đổi" not in said(open_page("overdue", period="2025-07", unit="xa_an_binh", territory="1"))
    assert SWITCH not in switches(open_page("overdue", period="2025-06", unit="so_tu_phap"))


@pytest.mark.parametrize("page", ["online", "signature", "unit"])
@pytest.mark.parametrize("asked", [{}, {"territory": "1"}, {"territory": "<b>"}])
def test_every_page_on_one_unit_has_the_switch(open_page, merged, page, asked):
    app = open_page(page, period="2025-08", unit="moi", **asked)
    assert not app.exception and not app.error
    assert SWITCH in switches(app)


def test_the_profile_names_the_metrics_that_cannot_be_converted(open_page, merged):
    shown = said(open_page("unit", period="2025-08", unit="moi", territory="1"))
    assert f"{text('territory.reason_not_additive')}: " in shown


def table(app, prefix: str):
    return next(frame.value for frame in app.dataframe if str(frame.proto.id).split("-")[-1].startswith(prefix))


def test_units_in_a_table_are_compared_only_on_one_territory(open_page, merged):
    asked = {"period": "2025-07", "level": "province", "metric": "late_rate"}
    app = open_page("overdue", **asked)
    assert SWITCH in switches(app)
    assert text("territory.not_comparable", count="1", other="tháng 06/2025", period="tháng 07/2025") in said(app)
    shown = table(app, "units_")
    assert shown[text("overdue.change")].isna().all()
    shown = table(open_page("overdue", territory="1", **asked), "units_")
    assert list(shown[text("overdue.change")].dropna()) == pytest.approx([7 / 200 - 12 / 400])
