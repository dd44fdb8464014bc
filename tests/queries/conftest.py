"""A small province in a real in-memory DuckDB with the whole schema and every core view."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import LOCAL_VIEWER, FactRow, Field, Period, Reading, Report, Statement, Subject, Unit, Viewer
from dashboard.store import accept, checked, session, write
from dashboard.store import connection as db
from dashboard.store.schema import apply_schema
from dashboard.store.sql import load_query
from dashboard.store.workspace import Workspace

UNITS = (
    Unit("so_a", "Sở A", "department", "province", display_order=1),
    Unit("so_b", "Sở B", "department", "province", display_order=2),
    Unit("huyen_c", "Huyện C", "district", "district", display_order=3, valid_to=date(2025, 6, 30)),
    Unit("huyen_d", "Huyện D", "district", "district", display_order=4, valid_to=date(2025, 6, 30)),
    Unit("xa_e", "Xã E", "commune", "commune", display_order=5, valid_from=date(2025, 7, 1)),
    Unit("cong_an", "Công an", "vertical_agency", "province", display_order=6),
)
FIELDS = (Field("dat_dai", "Đất đai", display_order=1), Field("ho_tich", "Hộ tịch", display_order=2))
ENTERED = datetime(2026, 1, 1, 8, tzinfo=UTC)


def month(label: str, start: date | None = None, end: date | None = None) -> Period:
    year, number = (int(part) for part in label.split("-"))
    next_first = date(year + number // 12, number % 12 + 1, 1)
    return Period("cchc", "month", label, start or date(year, number, 1), end or next_first - timedelta(1))


def year(label: str) -> Period:
    return Period("cchc", "year", label, date(int(label), 1, 1), date(int(label), 12, 31), is_cumulative=True)


def row(field_id: str | None = None, *, at: int = 10, part: str | None = None, **rest: Any) -> FactRow:
    """A fact row; counts by name, and `attributes`, `derived`, `is_vertical`, `source_system` as they are."""
    named = {k: rest.pop(k) for k in ("attributes", "derived", "is_vertical", "source_system") if k in rest}
    return FactRow(at, field_id, part, counts=rest, **named)


def report(
    family: str, subject: str, period: Period, *rows: FactRow, statements: Sequence[Statement] = (), **rest: Any
) -> Report:
    """A report of a unit, of `level:district`, or of `province`; its columns stand in C, D, … in the catalogue's order."""
    if subject == "province":
        about = Subject("province")
    elif subject.startswith("level:"):
        about = Subject("level", level=subject[6:])  # type: ignore[arg-type]
    else:
        about = Subject("unit", subject)
    letters = {column: chr(ord("C") + n) for n, column in enumerate(load_catalogue().stated_columns(family))}  # type: ignore[arg-type]
    letters |= {"submitted_on": "Y", "announced_on": "Z"}
    return Report(family, about, period, sheet="Biểu", letters=letters, rows=rows, statements=tuple(statements), **rest)  # type: ignore[arg-type]


@dataclass
class Data:
    """The database of one test: accept reports, then ask. Where it `is_still`, what the checks found stays known."""

    connection: duckdb.DuckDBPyConnection
    change: write.Change
    count: int = field(default=0)
    is_still: bool = field(default=False)

    def accept(self, *reports: Report, at: datetime = ENTERED) -> str:
        """One file with these reports; its revision id."""
        self.count += 1
        content = f"tệp {self.count}".encode()
        file = accept.Incoming(
            f"tep{self.count}.xlsx", content, accept.sha256_of(content), Reading("f", "1", tuple(reports))
        )
        (outcome,) = accept.add_batch(self.change, [file], entered_by="thu", entered_at=at)
        assert outcome.revision is not None
        return outcome.revision

    def ask(
        self, folder: str, name: str, viewer: Viewer | None = LOCAL_VIEWER, as_of: int = db.LATEST, **params: Any
    ) -> list[dict[str, Any]]:
        query = load_query(folder, name)
        if folder == "read":
            if not self.is_still:
                self.connection.execute("delete from memory.checked_moment; delete from memory.found_check")
            for moment in checked.moments(query, as_of, params):
                checked.lay_down(self.connection, moment)
        db.set_session(self.connection, viewer, as_of)
        return self.connection.execute(query.text, params).to_arrow_table().to_pylist()

    def know_periods(self) -> None:
        """Make the periods of what came in ones that can be asked for, as a new generation does."""
        session.put_periods(self.connection)

    def check(self, name: str, *period_ids: str, viewer: Viewer | None = LOCAL_VIEWER) -> list[dict[str, Any]]:
        return self.ask("checks", name, viewer, period_ids=list(period_ids))


def new_connection() -> duckdb.DuckDBPyConnection:
    connection = session.start()
    connection.execute("attach ':memory:' as ws")
    apply_schema(connection)
    db.install_views(connection)
    return connection


def put_reference(
    connection: duckdb.DuckDBPyConnection, folder: Path, units: Sequence[Unit], fields: Sequence[Field]
) -> write.Change:
    (folder / "originals").mkdir(exist_ok=True)
    change = write.Change(Workspace("thu", folder), connection)
    write.add_units(change, units)
    write.add_fields(change, fields, [])
    return change


def empty(connection: duckdb.DuckDBPyConnection) -> None:
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'ws' and table_name <> 'schema_file'"
    ).fetchall()
    for (table,) in tables:
        connection.execute(f"delete from ws.{table}")


@pytest.fixture(scope="session")
def shared_connection() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = new_connection()
    yield connection
    connection.close()


@pytest.fixture
def data(shared_connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Data:
    empty(shared_connection)
    return Data(shared_connection, put_reference(shared_connection, tmp_path, UNITS, FIELDS))
