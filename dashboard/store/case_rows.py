"""An export of the one-stop software becomes a file of rows: only columns with a role, days as days, texts as written.

DuckDB streams it, in a connection of its own that may open this one file and the folder of case files and nothing else.
Where every line is good, one pass is enough; otherwise a second numbers the lines, so that each rejected one is named.
"""

import hashlib
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

import duckdb

from dashboard.case_file import DAY_ROLES, TEXT_ROLES, CaseFileError, CaseRows, Rejected
from dashboard.store.case_source import CaseSource, create_day_type, quoted, typed_sql

FIRST_REJECTED = 20
MEMORY = "1GB"
_MOST_NAMES = {"unit": 20_000, "field": 5_000, "status": 500, "channel": 500, "level": 500}
_STORED = (*TEXT_ROLES, *DAY_ROLES, "paused_days")
_Row = tuple[object, ...]


def write_rows(source: CaseSource, folder: Path, today: date) -> CaseRows:
    """Store the rows of one export in `folder`; raises `CaseFileError` where it cannot be read or has no good line.

    `today` is the day of the import: no later day is taken for the one up to which the export tells.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".", dir=folder))
    try:
        return _Writing(source, folder, scratch, today).run()
    except duckdb.Error as error:
        raise _told(error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


class _Writing:
    """One export on its way: the connection, and the drafts in a scratch folder."""

    def __init__(self, source: CaseSource, folder: Path, scratch: Path, today: date) -> None:
        self.source, self.folder, self.scratch, self.today = source, folder, scratch, today
        self.rows, self.rejects = scratch / "rows.parquet", scratch / "rejects.parquet"
        self.connection = _connection(source, folder, scratch)

    def run(self) -> CaseRows:
        try:
            self.connection.execute(f"create view typed as {typed_sql(self.source)}")
            n_rejected, reasons, first = self._write()
            n_rows = self._one(f"select count(*) from {_file(self.rows)}")
            if not n_rows:
                raise CaseFileError("no_rows", _nothing(reasons))
            return self._summary(int(str(n_rows)), n_rejected, reasons, first)
        finally:
            self.connection.close()

    def _write(self) -> tuple[int, dict[str, int], tuple[Rejected, ...]]:
        columns = ", ".join(_STORED)
        # A filter here would cost a quarter of the whole, for it copies every line that it lets pass.
        self._all(f"copy (select {columns}, problem from typed) to {_to(self.rows)}")
        wrong, blank, repeated = self._counted()
        if not wrong and blank:
            self._all(f"copy (select {columns}, problem from typed where problem is null) to {_to(self.rows)}")
            wrong, _, repeated = self._counted()
        if not (wrong or repeated or self._torn()):
            return 0, {}, ()
        # Something is wrong: a second pass in the order of the file gives each line its number.
        first_line = self.source.layout.first_line
        self._all(
            "create temp table numbered as select * replace "
            "(coalesce(problem, case when place > 1 then 'duplicate' end) as problem) from "
            "(select *, row_number() over (partition by code, source_system, problem order by line) as place "
            f"from (select *, row_number() over () + {first_line} as line from typed)) where "
            "problem is distinct from 'blank'"
        )
        # The hash of two codes may be the same by chance, so that nothing was wrong after all.
        self._all(
            f"copy (select {columns}, null::varchar as problem from numbered where problem is null order by line) "
            f"to {_to(self.rows)}"
        )
        self._all(
            "create temp table rejected as select line, problem as reason, code, problem_value as value from numbered "
            "where problem is not null"
        )
        if self._torn():
            self._all("insert into rejected select distinct line, 'columns', null, null from reject_errors")
        self._all(f"copy (from rejected order by line) to {_to(self.rejects)}")
        reasons = {
            str(reason): int(str(n))
            for reason, n in self._all("select reason, count(*) from rejected group by reason order by all")
        }
        rows = self._all(f"select line, reason, code, value from rejected order by line limit {FIRST_REJECTED}")
        first = tuple(
            Rejected(int(str(line)), str(reason), _text(code), _text(value)) for line, reason, code, value in rows
        )
        return sum(reasons.values()), reasons, first

    def _counted(self) -> tuple[int, int, int]:
        """How many of the lines written are wrong, how many blank, and how many have the code of another one."""
        counted = self._all(
            "select count(problem) filter (where problem <> 'blank'), count(problem) filter (where problem = 'blank'), "
            f"count(*) - count(distinct hash(code, source_system)) from {_file(self.rows)}"
        )[0]
        wrong, blank, repeated = (int(str(n)) for n in counted)
        return wrong, blank, repeated

    def _torn(self) -> bool:
        """Whether lines did not have the columns of the heading."""
        if self.source.path is None or self.source.is_parquet:
            return False
        return bool(self._one("select count(*) from reject_errors"))

    def _summary(self, n_rows: int, n_rejected: int, reasons: dict[str, int], first: tuple[Rejected, ...]) -> CaseRows:
        rows = _file(self.rows)
        names = {kind: self._names(kind, columns) for kind, columns in _NAMED.items()}
        shares = self._all(f"select source_system, resolving, count(*) from {rows} group by all order by all")
        event = f"(select unnest([received_on, finished_on, moved_on]) as day from {rows})"
        days = self._all(
            f"select (select min(finished_on) from {rows}), (select min(received_on) from {rows}), "
            f"(select max(day) from {event} where day <= $today)",
            {"today": self.today},
        )[0]
        return CaseRows(
            rows_file=self._keep(self.rows),
            rejects_file=self._keep(self.rejects) if n_rejected else None,
            n_rows=n_rows,
            n_rejected=n_rejected,
            reasons=reasons,
            first_rejected=first,
            shares=tuple((str(system), str(unit), int(str(n))) for system, unit, n in shares),
            names=names,
            first_finished=_day(days[0]),
            first_received=_day(days[1]),
            as_of=_day(days[2]),
        )

    def _names(self, kind: str, columns: tuple[str, ...]) -> dict[str, int]:
        union = " union all ".join(f"select {column} as written from {_file(self.rows)}" for column in columns)
        found = self._all(
            f"select written, count(*) from ({union}) where written is not null group by written "
            f"order by written limit {_MOST_NAMES[kind] + 1}"
        )
        if len(found) > _MOST_NAMES[kind]:
            raise CaseFileError(
                "too_many_names",
                f"Cột {_CALLED[kind]} có quá {_MOST_NAMES[kind]} cách ghi khác nhau: hãy xem cột có lệch không.",
            )
        return {str(written): int(str(n)) for written, n in found}

    def _keep(self, draft: Path) -> str:
        """Gives a draft its name for ever: the SHA-256 of its bytes."""
        with draft.open("rb") as file:
            name = f"{hashlib.file_digest(file, 'sha256').hexdigest()}.parquet"
        final = self.folder / name
        if not final.exists():
            with draft.open("rb+") as file:
                os.fsync(file.fileno())
            os.replace(draft, final)
        return name

    def _all(self, statement: str, parameters: dict[str, object] | None = None) -> list[_Row]:
        return self.connection.execute(statement, parameters).fetchall()

    def _one(self, statement: str) -> object:
        return self._all(statement)[0][0]


_NAMED = {
    "unit": ("resolving", "receiving"),
    "field": ("field",),
    "status": ("status",),
    "channel": ("channel",),
    "level": ("service_level",),
}
_CALLED = {
    "unit": "đơn vị", "field": "lĩnh vực", "status": "trạng thái", "channel": "kênh tiếp nhận", "level": "mức độ",
}  # fmt: skip


def _connection(source: CaseSource, folder: Path, scratch: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set timezone = 'Asia/Ho_Chi_Minh'")
    connection.execute(f"set memory_limit = '{MEMORY}'")
    connection.execute(f"set temp_directory = {quoted(scratch / 'spill')}")
    connection.execute(f"set allowed_directories = [{quoted(scratch)}, {quoted(folder)}]")
    if source.path is not None:
        connection.execute(f"set allowed_paths = [{quoted(source.path)}]")
    create_day_type(connection)
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set autoload_known_extensions = false")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    if source.chunks is not None:
        connection.register("sheet_rows", source.chunks)
    return connection


def _nothing(reasons: dict[str, int]) -> str:
    if not reasons:
        return "Tệp không có hồ sơ nào dưới dòng tiêu đề: hãy xuất lại danh sách hồ sơ rồi nạp lại."
    return (
        f"Không dòng nào dùng được ({sum(reasons.values())} dòng bị loại): hãy kiểm tra mã hồ sơ, đơn vị giải quyết và "
        "cách ghi ngày (31/10/2026 10:30) rồi nạp lại."
    )


def _told(error: duckdb.Error) -> CaseFileError:
    """A sentence for what DuckDB could not read; its own words may quote lines of the file and are left out."""
    words = str(error).lower()
    if "utf-8" in words or "unicode" in words or "encod" in words:
        return CaseFileError(
            "unreadable", "Tệp không ở bảng mã UTF-8: hãy xuất lại dạng “CSV UTF-8” hoặc Excel rồi nạp lại."
        )
    if "maximum line size" in words:
        return CaseFileError(
            "unreadable", "Tệp có dòng dài bất thường (thiếu dấu nháy kép?): hãy xuất lại rồi nạp lại."
        )
    if isinstance(error, duckdb.OutOfMemoryException) or "no space" in words:
        return CaseFileError(
            "too_large", "Tệp quá lớn so với bộ nhớ hoặc ổ đĩa của máy: hãy xuất theo từng tháng rồi nạp lại."
        )
    return CaseFileError(
        "unreadable", "Không đọc được danh sách hồ sơ: tệp bị hỏng hoặc không đúng định dạng; hãy xuất lại rồi nạp lại."
    )


def _file(path: Path) -> str:
    return f"read_parquet({quoted(path)})"


def _to(path: Path) -> str:
    return f"{quoted(path)} (format parquet, compression snappy)"


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
