"""Questions that read the reports of their own periods alone answer as they would from all reports."""

import pytest

from dashboard.figures import Context
from dashboard.store import read as store
from dashboard.store.sql import load_query
from dashboard.store.workspace import Workspace

EVERY = {"unit_ids": [], "levels": [], "field_ids": [], "unit_types": [], "threshold": "", "small_n": 10,
         "splits_communes": False, "same_territory": True}  # fmt: skip
METRICS = ["late_rate", "overdue_rate", "iso_adoption", "signed_share_outgoing", "report_submitted_rate"]


@pytest.mark.parametrize("query", sorted(store.OF_ASKED_PERIODS))
def test_the_answer_is_that_from_all_reports(sample_workspaces, monkeypatch, query):
    context = Context(Workspace("demo", sample_workspaces / "demo"))
    others = {"other_period_id": "cchc/2025-Q2", "ytd_period_id": "cchc/2025-09:ytd", "metric_id": METRICS[0]}
    periods = {"period_ids": ["cchc/2025-Q3", "cchc/2026-09:ytd"], "period_id": "cchc/2025-Q3"}
    asked = {"metric_ids": METRICS, **periods, **others}
    given = {name: value for name, value in {**EVERY, **asked}.items() if name in load_query("read", query).params}
    answer = context.rows(query, **given)
    monkeypatch.setattr(store, "OF_ASKED_PERIODS", frozenset())
    assert answer == context.rows(query, **given) != []
