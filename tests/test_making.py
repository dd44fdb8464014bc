"""A file is made by a process of its own, which opens no workspace; it can be watched and stopped."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard import making, publishing
from dashboard.exports.workbook import Book, Sheet
from dashboard.metrics.tabular import TableColumn
from dashboard.publishing import Job

SHEET = Sheet("Hồ sơ", (TableColumn("name", "Đơn vị"),), ({"name": "Xã A"},))
JOB = Job("workbook", Book((SHEET,), datetime(2026, 11, 22, tzinfo=UTC)), "so-lieu.xlsx")


@pytest.fixture
def no_workspaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "nothing"))


def test_another_process_makes_the_same_file_without_a_workspace(no_workspaces):
    made = making.start(JOB)
    assert made.wait(120) == "done"
    assert made.content()[:2] == b"PK" and len(made.content()) == len(publishing.make(JOB))
    folder = Path(made.folder.name)
    del made
    assert not folder.exists()


def test_a_stopped_one_leaves_no_file(no_workspaces):
    made = making.start(JOB)
    made.stop()
    assert (made.state(), made.process is None or made.process.poll() is not None) == ("stopped", True)
    with pytest.raises(OSError, match="result"):
        made.content()


def test_one_that_fails_says_so_and_the_log_says_why_once(no_workspaces, monkeypatch, caplog):
    made = making.start(Job("brief", None, "trang-tin.pdf"))  # type: ignore[arg-type]
    assert made.wait(120) == "failed"
    assert (made.step(), made.state()) == ((0, 0), "failed")
    assert [("trang-tin.pdf" in said, "Traceback" in said) for said in caplog.messages] == [(True, True)]
    monkeypatch.setattr(making, "start", lambda _: made)
    with pytest.raises(making.NotMade, match="trang-tin"):
        making.finished(JOB)


def test_one_that_the_system_ends_has_failed_and_the_log_names_its_status(no_workspaces, caplog):
    made = making.start(JOB)
    assert made.process is not None
    made.process.kill()
    assert made.wait(120) == "failed"
    assert len(caplog.messages) == 1 and f"exit status {made.process.returncode}" in caplog.messages[0]


def test_who_comes_when_all_places_are_taken_waits_and_is_next(no_workspaces, monkeypatch):
    monkeypatch.setattr(making, "AT_ONCE", 1)
    first, second, third, fourth = (making.start(JOB) for _ in range(4))
    assert [made.state() for made in (second, third, fourth)] == ["waiting"] * 3
    assert [made.ahead() for made in (second, third, fourth)] == [1, 2, 3]
    second.stop()
    del third  # its reader went away
    first.stop()
    assert (second.state(), fourth.wait(120), fourth.ahead()) == ("stopped", "done", 0)
