"""What was found while the samples were read is told in English, every sentence of it."""

from pathlib import Path

import pytest

from dashboard.report import LOCAL_VIEWER
from dashboard.store.findings import current_findings
from dashboard.store.workspace import list_workspaces


def test_nothing_that_was_found_in_a_sample_is_left_in_vietnamese(
    sample_workspaces: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    for workspace in list_workspaces():
        kept, told = (
            {row["id"]: row["message"] for row in current_findings(workspace, viewer=LOCAL_VIEWER, language=language)}
            for language in ("vi", "en")
        )
        assert [message for id_, message in told.items() if message == kept[id_]] == []
