"""A province of four units, its reports, and what a page says: for the tests of the pages."""

import calendar
from datetime import UTC, date, datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboard.report import FactRow, Field, Period, Reading, Report, Subject, Unit
from dashboard.store import accept, write
from dashboard.store.workspace import Workspace

UNITS = (
    Unit("so_tu_phap", "Sở Tư pháp", "department", "province", display_order=1, must_report=True),
    Unit("so_xay_dung", "Sở Xây dựng", "department", "province", display_order=2, must_report=True),
    Unit("xa_an_binh", "Xã An Bình", "commune", "commune", display_order=3, must_report=True),
    Unit("xa_dong_hai", "Xã Đông Hải", "commune", "commune", display_order=4, must_report=True),
)
FIELDS = (Field("dat_dai", "Đất đai", display_order=1), Field("ho_tich", "Hộ tịch", display_order=2))
LETTERS = {"resolved_total": "G", "resolved_late": "J", "pending_total": "K", "pending_overdue": "M"}


def month(year: int, number: int) -> Period:
    last = calendar.monthrange(year, number)[1]
    label = f"{year}-{number:02d}"
    return Period("cchc", "month", label, date(year, number, 1), date(year, number, last), date(year, number, 20))


def dossiers(unit_id: str, period: Period, late: int, total: int = 100) -> Report:
    """A report in which `late` files of land and none of the other field were late."""
    rows = (
        FactRow(10, "dat_dai", counts=_counts(total, late)),
        FactRow(11, "ho_tich", counts=_counts(total, 0)),
    )
    return Report("dossier", Subject("unit", unit_id), period, rows=rows, sheet="Biểu 06", letters=LETTERS)


def _counts(total: int, late: int) -> dict[str, int]:
    return {
        "received_total": total + 20, "received_online": total, "received_offline": 10, "carried_over": 10,
        "resolved_total": total, "resolved_early": total - late, "resolved_on_time": 0, "resolved_late": late,
        "pending_total": 20, "pending_in_time": 20 - late, "pending_overdue": late,
    }  # fmt: skip


def take_in(workspace: Workspace, reports: list[Report], name: str = "bao-cao.xlsx") -> None:
    fill(workspace, {name: reports})


def fill(workspace: Workspace, files: dict[str, list[Report]], entered_at: datetime | None = None) -> Path:
    """Take in files of reports, in order, now or as if at another moment; the folder of the workspace."""
    batch = []
    for name, reports in files.items():
        content = repr((name, reports)).encode()
        reading = Reading("bieu_06", "1", tuple(reports))
        batch.append(accept.Incoming(name, content, accept.sha256_of(content), reading))
    with write.changing(workspace) as change:
        accept.add_batch(change, batch, entered_by="test", entered_at=entered_at or datetime.now(UTC))
    return workspace.folder


def words(app: AppTest) -> str:
    """All that a page says, tables apart."""
    said = [html.value for html in app.html] + [text.value for text in app.markdown]
    said += [heading.value for kind in (app.title, app.header, app.subheader) for heading in kind]
    said += [alert.value for kind in (app.warning, app.error, app.info, app.success) for alert in kind]
    return "\n".join(str(part) for part in said)
