"""Explanations, promises and notes by command: entered, changed, withdrawn, listed; what cannot hold is refused."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run

W = ("--workspace", "demo")
WHO = ("--person", "Nguyễn Văn A", "--position", "Giám đốc")
SAID = ("--cause", "dong_bo", "--text", "Đồng bộ chậm giữa hai hệ thống", *WHO)
TODAY = ("--param", "on_day=2026-11-22")


@pytest.fixture
def demo(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(samples / "demo", tmp_path / "demo")
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))


def owed(run: Run, period: str = "2026-10") -> list[dict]:
    return run("explain", "owed", *W, "--period", period)


@pytest.mark.usefixtures("demo")
def test_an_explanation_is_entered_changed_answered_for_and_withdrawn(run: Run) -> None:
    row = next(one for one in owed(run) if one["explanation_id"] is None)
    place = ("--unit", row["unit_id"], "--field", row["field_id"], "--period", "2026-10")
    number = str(
        run("explain", "add", *W, *place, *SAID, "--promised", "2026-12-15", "--late-files", "2")["explanation"]
    )
    (again,) = [one for one in owed(run) if one["explanation_id"] == int(number)]
    assert (again["unit_id"], again["field_id"], again["cause_id"]) == (row["unit_id"], row["field_id"], "dong_bo")
    run("explain", "change", number, *W, "--version", "1", "--cause", "khac", "--text", "Do trùng mã hồ sơ")
    assert "tải lại" in run("explain", "change", number, *W, "--version", "1", "--cause", "khac", status=2)["error"]
    run("explain", "promise", number, *W, "--outcome", "extended", "--reason", "chờ thuế", "--to", "2026-12-31")
    (said,) = _of(run, number)
    assert (said["version"], said["cause_id"], said["due_on"], said["promise"]) == (2, "khac", "2026-12-31", "open")
    run("explain", "promise", number, *W, "--outcome", "kept", "--reason", "đã trả hết", "--on", "2026-12-30")
    assert _of(run, number)[0]["promise"] == "kept"
    run("explain", "withdraw", number, *W, "--version", "2", "--reason", "nhập nhầm đơn vị")
    assert _of(run, number) == []
    history = run("query", "explanation_history", *W, "--param", f"explanation_id={number}")
    assert [one["event"] for one in history] == ["given", "changed", "extended", "kept", "withdrawn"]


def _of(run: Run, number: str) -> list[dict]:
    rows = run("query", "explanations", *W, *TODAY)
    return [row for row in rows if row["explanation_id"] == int(number)]


@pytest.mark.usefixtures("demo")
def test_what_cannot_hold_is_refused_with_what_to_do(run: Run) -> None:
    row = owed(run)[-1]
    place = ("--unit", row["unit_id"], "--field", row["field_id"], "--period", "2026-10")
    before = len(run("query", "explanations", *W, *TODAY))

    def refused(*rest: str, at: tuple[str, ...] = place) -> str:
        return run("explain", "add", *W, *at, *rest, status=2)["error"]

    assert "nguyên nhân" in refused("--cause", "lười", "--text", "Đồng bộ chậm lắm", *WHO)
    assert "10 đến" in refused("--cause", "khac", "--text", "ngắn", *WHO)
    assert "sau ngày cuối" in refused(*SAID, "--promised", "2026-10-01")
    assert "ngày cam kết" in refused(*SAID, "--promised-late", "1")
    assert "nhiều hơn" in refused(*SAID, "--late-files", "99999")
    assert "chỉ số" in refused(*SAID, "--metric", "iso_adoption")
    assert "đơn vị" in refused(*SAID, at=("--unit", "khong co", "--period", "2026-10"))
    assert "khoảng" in refused(*SAID, at=(*place[:4], "--period", "2026-09-01..2026-10-31"))
    assert len(run("query", "explanations", *W, *TODAY)) == before


@pytest.mark.usefixtures("demo")
def test_as_of_an_earlier_moment_nothing_was_said_yet(run: Run) -> None:
    row = owed(run)[-1]
    run("note", "add", *W, "--period", "2026-10", "--text", "Tạm dừng hệ thống", "--unit", row["unit_id"])
    assert run("query", "notes", *W, "--as-of", "2020-01-01") == []
    assert run("query", "explanations", *W, *TODAY, "--as-of", "2020-01-01") == []
    assert run("query", "notes", *W, "--as-of", "2999-01-01") == run("query", "notes", *W)


@pytest.mark.usefixtures("demo")
def test_a_note_is_bound_to_one_thing_and_keeps_its_versions(run: Run) -> None:
    words = ("--text", "Khối lượng tăng do sắp xếp")
    number = str(run("note", "add", *W, "--period", "2025-07", *words, "--level", "commune")["note"])
    run("note", "change", number, *W, "--version", "1", "--text", "=SUM(A1) <b>sắp xếp</b>")
    (note,) = [one for one in run("query", "notes", *W) if one["note_id"] == int(number)]
    assert (note["version"], note["level"], note["body"]) == (2, "commune", "=SUM(A1) <b>sắp xếp</b>")
    run("note", "withdraw", number, *W, "--version", "2", "--reason", "không còn đúng")
    assert all(one["note_id"] != int(number) for one in run("query", "notes", *W))
    versions = run("query", "note_history", *W, "--param", f"note_id={number}")
    assert [one["withdrawn_reason"] for one in versions] == [None, None, "không còn đúng"]
    for wrong in (("--unit", "x", "--level", "commune"), ("--level", "planet")):
        assert "error" in run("note", "add", *W, "--period", "2025-07", *words, *wrong, status=2)


@pytest.mark.usefixtures("samples")
def test_real_provinces_are_given_no_invented_words_and_the_demo_has_promises_in_every_state(run: Run) -> None:
    for name in ("bacgiang", "travinh", "tiengiang", "caobang"):
        assert run("query", "explanations", "--workspace", name, *TODAY) == []
        assert run("query", "notes", "--workspace", name) == []
    states = {row["promise"] for row in run("query", "explanations", *W, *TODAY)}
    assert states == {"none", "open", "overdue", "kept", "not_kept"}
    assert {row["scope"] for row in run("query", "notes", *W)} == {"province", "level", "unit"}
