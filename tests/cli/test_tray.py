"""The tray on the command line: put, list, show, accept, drop, watch, one JSON document each."""

from pathlib import Path

import pytest

from dashboard.exports.form_workbook import write_form
from dashboard.forms import load_forms
from dashboard.report import Reference
from dashboard.store import write
from tests.app.province import FIELDS, UNITS, dossiers, month
from tests.cli.conftest import Run

PERIOD = month(2026, 3)


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace without reports, and a folder with a good file, one with an error and one that is none."""
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    write.create_workspace("tinh", title="Tỉnh Thử", units=UNITS, fields=FIELDS, root=tmp_path)
    folder = tmp_path / "sent"
    folder.mkdir()
    wrong = dossiers("xa_dong_hai", PERIOD, 1)
    wrong.rows[0].counts["resolved_total"] = 90  # type: ignore[index]
    for name, report in {"an-binh.xlsx": dossiers("xa_an_binh", PERIOD, 3), "dong-hai.xlsx": wrong}.items():
        reference = Reference(UNITS, FIELDS, (PERIOD,))
        (folder / name).write_bytes(write_form(load_forms().latest("bieu_06"), [report], reference))
    (folder / "hong.xlsx").write_bytes(b"hong")
    return folder


def test_files_are_put_shown_accepted_and_dropped(run: Run, sent: Path) -> None:
    put = {one["file"]: one for one in run("tray", "put", str(sent))["files"]}
    assert {name: (one["state"], one["rejects"] > 0, one["errors"] > 0) for name, one in put.items()} == {
        "an-binh.xlsx": ("read", False, False),
        "dong-hai.xlsx": ("read", False, True),
        "hong.xlsx": ("read", True, False),
    }
    shown = run("tray", "show", put["an-binh.xlsx"]["id"])
    assert len(shown["changes"]) == shown["counts"] and shown["findings"] == []
    (accepted,) = run("tray", "accept", "--clean")["files"]
    assert (accepted["file"], accepted["status"]) == ("an-binh.xlsx", "accepted")
    changes = run("query", "revision_changes", "--param", f"revision_ids={accepted['revision']}")
    assert [row["new_value"] for row in changes] == [row["new_value"] for row in shown["changes"]]
    late = run("metric", "late_rate", "--period", "2026-03")["rows"][0]
    assert (late["numerator"], late["denominator"]) == (3, 200)
    (refused,) = run("tray", "accept", put["dong-hai.xlsx"]["id"], status=1)["files"]
    assert refused["status"] == "not_accepted" and "lý do" in refused["problem"]
    run("tray", "accept", put["dong-hai.xlsx"]["id"], "--reason", "Đã hỏi lại đơn vị")
    run("tray", "drop", put["hong.xlsx"]["id"], "--reason", "Không phải báo cáo")
    assert run("tray", "list")["files"] == []
    assert {one["file"]: one["state"] for one in run("tray", "list", "--decided")["files"]} == {
        "an-binh.xlsx": "accepted", "dong-hai.xlsx": "accepted", "hong.xlsx": "set_aside",
    }  # fmt: skip


def test_what_is_not_there_is_bad_usage(run: Run, sent: Path) -> None:
    assert "error" in run("tray", "show", "khong-co", status=2)
    assert "error" in run("tray", "watch", "--folder", str(sent / "khong-co"), status=2)
