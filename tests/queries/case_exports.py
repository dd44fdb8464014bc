"""A small province with reports, and exports of its one-stop software written line by line."""

import csv
import io
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboard.figures import Context
from dashboard.intake import Batch, File, import_files
from dashboard.report import Reading, Report, Viewer
from dashboard.store import accept, write
from dashboard.store.accept import Incoming, Outcome
from dashboard.store.workspace import Workspace
from tests.app.province import FIELDS, UNITS, dossiers, month

OCTOBER = month(2026, 10)
PERIOD = "cchc/2026-10"
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
HEADINGS = {
    "code": "Mã hồ sơ", "name": "Người nộp", "procedure": "Tên thủ tục", "field": "Lĩnh vực", "receiving": "Đơn vị tiếp nhận",
    "resolving": "Đơn vị giải quyết", "received": "Ngày tiếp nhận", "promised": "Ngày hẹn trả", "finished": "Ngày kết thúc",
    "paused_from": "Tạm dừng từ", "paused_days": "Số ngày tạm dừng", "moved": "Ngày cập nhật", "status": "Trạng thái",
    "channel": "Hình thức nộp", "level": "Mức độ",
}  # fmt: skip
PERSON = "Nguyễn Văn Bí Mật"


def case(code: str, received: str = "", promised: str = "", finished: str = "", **more: str) -> dict[str, str]:
    """One line: land at Xã An Bình, online, done where it has an end, unless `more` says otherwise."""
    usual = {
        "code": code, "name": PERSON, "procedure": "Cấp giấy chứng nhận", "field": "Đất đai", "receiving": "Xã An Bình",
        "resolving": "Xã An Bình", "received": received, "promised": promised, "finished": finished,
        "status": "10" if finished else "4", "channel": "Trực tuyến", "level": "Toàn trình",
    }  # fmt: skip
    return usual | more


def table(cases: Sequence[dict[str, str]]) -> list[list[str]]:
    """Headings and lines."""
    return [list(HEADINGS.values()), *([line.get(key, "") for key in HEADINGS] for line in cases)]


def csv_of(
    cases: Sequence[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8-sig", stated: str | None = ""
) -> bytes:
    """The lines as a CSV; `stated` are the days that it says it covers, October where it is empty, none where null."""
    out = io.StringIO()
    if stated is not None:
        out.write(f"Danh sách hồ sơ\r\n{stated or 'Từ ngày 01/10/2026 đến ngày 31/10/2026'}\r\n")
    csv.writer(out, delimiter=delimiter).writerows(table(cases))
    return out.getvalue().encode(encoding)


def province(root: Path, reports: Sequence[Report] | None = None) -> Workspace:
    """A workspace with reports of October 2026 of two communes, made once and copied; or one with those given."""
    if reports is None:
        if not _made:
            _made.append(tempfile.TemporaryDirectory())
            _new(Path(_made[0].name), [dossiers(unit.unit_id, OCTOBER, 3) for unit in UNITS[2:]])
        return Workspace("tinh", Path(shutil.copytree(Path(_made[0].name) / "tinh", root / "tinh")))
    return _new(root, reports)


_made: list[tempfile.TemporaryDirectory[str]] = []


def _new(root: Path, reports: Sequence[Report]) -> Workspace:
    workspace = write.create_workspace(
        "tinh", title="Tỉnh Thử", units=UNITS, fields=FIELDS, settings={"default_regime": "cchc"}, root=root
    )
    add_reports(workspace, reports)
    return workspace


def add_reports(workspace: Workspace, reports: Sequence[Report]) -> None:
    content = repr(reports).encode()
    incoming = Incoming("bao-cao.xlsx", content, accept.sha256_of(content), Reading("bieu_06", "1", tuple(reports)))
    with write.changing(workspace) as change:
        accept.add_batch(change, [incoming], entered_by="thu", entered_at=NOON)


def take(
    workspace: Workspace, cases: Sequence[dict[str, str]] | bytes, name: str = "ho-so.csv", **batch: Any
) -> Outcome:
    """Import an export as a user does."""
    content = cases if isinstance(cases, bytes) else csv_of(cases)
    (outcome,) = import_files(workspace, [File.of(name, content)], Batch(entered_at=NOON, **batch))
    return outcome


def ask(
    workspace: Workspace, query: str, viewer: Viewer | None = None, as_of: str | None = None, **params: Any
) -> list[dict[str, Any]]:
    """The rows of a query; lists that are not given are empty, which means all."""
    context = Context(workspace, as_of=as_of)
    if viewer is not None:
        context = replace(context, viewer=viewer)
    usual = {name: [] for name in ("unit_ids", "field_ids", "levels") if f"${name}" in _text(query)}
    return context.rows(query, None, **{"period_id": PERIOD, **usual, **params})


def _text(query: str) -> str:
    return (Path(__file__).parents[2] / "queries" / "read" / f"{query}.sql").read_text("utf-8")


def counts(workspace: Workspace, unit_id: str = "xa_an_binh", period_id: str = PERIOD) -> dict[str, Any]:
    """The counts of form 06 of one unit's only field."""
    (row,) = ask(workspace, "case_counts", period_id=period_id, unit_ids=[unit_id])
    return {key: value for key, value in row.items() if isinstance(value, int) or value is None}
