"""The levels that reports speak of: asked first, so that the figures of a level are counted only where there can be any."""

import pytest

from dashboard.figures import Context
from dashboard.store.workspace import Workspace

PERIODS = {
    "demo": ("cchc/2025-05", "cchc/2025-07", "cchc/2026-H1", "cchc/2026-Q3:ytd", "cchc/2026-Q4"),
    "bacgiang": ("cchc/2020-02",),
    "caobang": ("cchc/2021-01-01..2021-09-20",),
}
ANY = ["overdue_rate", "online_share_total", "iso_adoption", "signed_share_outgoing", "report_submitted_rate"]


@pytest.mark.parametrize("name", PERIODS)
def test_no_level_has_figures_of_which_no_report_speaks(sample_workspaces, name):
    context = Context(Workspace(name, sample_workspaces / name))
    for period_id in PERIODS[name]:
        told = {row["level"] for row in context.rows("levels_told", period_id=period_id)}
        rows = context.rows("metric_by_level", metric_ids=ANY, period_ids=[period_id], field_ids=[])
        assert {row["level"] for row in rows if row["numerator"] is not None} <= told


def test_where_districts_have_ended_none_is_told_of(sample_workspaces):
    context = Context(Workspace("demo", sample_workspaces / "demo"))
    told = [{row["level"] for row in context.rows("levels_told", period_id=f"cchc/2025-{n}")} for n in ("06", "07")]
    assert told == [{"province", "district", "commune"}, {"province", "commune"}]
