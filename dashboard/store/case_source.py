"""The lines of an export as SQL reads them: from CSV, Parquet or the rows of a sheet, each role as text or as a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.case_file import DAY_ROLES, DEFAULT_SOURCE, TEXT_ROLES, CaseFileError, CaseLayout

FIRST_DAY = date(1990, 1, 1)
"""No file of the one-stop software is older."""
_LAST_LISTED = date(2060, 12, 31)


@dataclass(frozen=True, slots=True)
class CaseSource:
    """Where the lines come from: a CSV (UTF-8) or Parquet file, or the rows of a sheet as text in chunks."""

    layout: CaseLayout
    path: Path | None = None
    is_parquet: bool = False
    chunks: pa.Table | None = None


def create_day_type(connection: duckdb.DuckDBPyConnection) -> None:
    """Create `written_day`, every day from `FIRST_DAY` on as people write it, which `typed_sql` needs.

    Looking a text up among them is three times as quick as reading it by a format.
    """
    connection.execute(
        "create type written_day as enum (select strftime(day, '%d/%m/%Y') from generate_series("
        f"timestamp '{FIRST_DAY}', timestamp '{_LAST_LISTED}', interval 1 day) as listed(day) order by day)"
    )


def typed_sql(source: CaseSource) -> str:
    """Each line with its roles as text or day, and in `problem` why it is no file of the one-stop software, if so."""
    places = source.layout.places
    texts = ", ".join(
        f"{_cell(source, places.get(role), role)} as {role}" for role in (*TEXT_ROLES, *DAY_ROLES, "paused_days")
    )
    days = ", ".join(f"{_as_day(role)} as {role}_day" for role in DAY_ROLES)
    typed = ", ".join(f"{role}_day as {role}" for role in DAY_ROLES)
    wrong = {role: _is_wrong(role) for role in DAY_ROLES}
    return (
        f"with line as (select {texts} from {_lines(source)}), "
        f"dated as (select * replace ("
        "case when try_cast(paused_days as integer) between 0 and 3650 then try_cast(paused_days as integer) end "
        f"as paused_days, coalesce(source_system, '{DEFAULT_SOURCE}') as source_system, "
        f"coalesce(resolving, receiving) as resolving), {days} from line) "
        f"select * exclude ({', '.join(f'{role}_day' for role in DAY_ROLES)}) replace ({typed}), "
        "case when code is null then case when resolving is null and received_on_day is null "
        "and coalesce(trim(received_on) = '', true) then 'blank' else 'code' end "
        "when resolving is null then 'resolving' "
        + " ".join(f"when {test} then '{role}'" for role, test in wrong.items())
        + " end as problem, case "
        + " ".join(f"when {test} then left(trim({role}), 40)" for role, test in wrong.items())
        + " end as problem_value from dated"
    )


def _is_wrong(role: str) -> str:
    """Whether something stands there that is no day of files."""
    return f"case when {role}_day is null then trim({role}) <> '' else {role}_day < date '{FIRST_DAY}' end"


def _lines(source: CaseSource) -> str:
    if source.chunks is not None:
        return "sheet_rows"
    assert source.path is not None
    if source.is_parquet:
        return f"read_parquet({quoted(source.path)})"
    columns = ", ".join(f"'c{at}': 'varchar'" for at in range(len(source.layout.headings)))
    return (
        f"read_csv({quoted(source.path)}, delim = '{source.layout.delimiter}', quote = '\"', escape = '\"', "
        f"skip = {source.layout.first_line}, header = false, auto_detect = false, columns = {{{columns}}}, "
        "encoding = 'utf-8', store_rejects = true)"
    )


def _cell(source: CaseSource, place: int | None, role: str) -> str:
    """The text of a role. Codes lose the blanks around them, which few have; names are matched without them anyway."""
    if place is None:
        return "null::varchar"
    name = _identifier(source.layout.headings[place]) if source.is_parquet else f"c{place}"
    text = f"{name}::varchar"
    if role == "code":
        text = f"case when contains({text}, ' ') or strlen({text}) <> length({text}) then trim({text}) else {text} end"
    return f"nullif({text}, '')"


def _as_day(role: str) -> str:
    """A day of Vietnam: as people write it, else as ISO, where a moment with a zone is moved to ours.

    One format to a call: given a list of formats, `try_strptime` of DuckDB 1.5.5 crashed about once in fifty runs.
    """
    text = f"trim({role})"
    ways = (
        f"date '{FIRST_DAY}' + enum_code(try_cast(split_part({role}, ' ', 1) as written_day))::integer",
        f"try_strptime(split_part({text}, ' ', 1), '%d/%m/%Y')::date",
        f"try_strptime(split_part({text}, ' ', 1), '%d-%m-%Y')::date",
        f"try_cast({text} as timestamptz)::date",
        f"try_strptime(split_part({text}, ' ', 2), '%d/%m/%Y')::date",
    )
    return f"case when {role} is not null then coalesce({', '.join(ways)}) end"


def text_chunks(rows: Iterable[Iterable[object]], width: int) -> pa.Table:
    """The rows of a sheet as columns of text c0, c1, …, in chunks."""
    schema = pa.schema([(f"c{at}", pa.string()) for at in range(width)])
    batches: list[pa.RecordBatch] = []
    chunk: list[list[str | None]] = []
    for row in rows:
        cells = [_cell_text(cell) for cell in row][:width]
        chunk.append(cells + [None] * (width - len(cells)))
        if len(chunk) == 20_000:
            batches.append(_batch(chunk, schema))
            chunk = []
    if chunk:
        batches.append(_batch(chunk, schema))
    return pa.Table.from_batches(batches, schema)


def _batch(chunk: list[list[str | None]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*chunk, strict=True)
    return pa.record_batch([pa.array(column, pa.string()) for column in columns], schema)


def _cell_text(cell: object) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def parquet_names(path: Path) -> list[str]:
    """The names of the columns of a Parquet file; raises `CaseFileError` where it is none."""
    try:
        return [str(name) for name in pq.read_schema(path).names]
    except (pa.ArrowException, OSError, ValueError):
        raise CaseFileError(
            "unreadable", "Tệp .parquet bị hỏng hoặc không đúng định dạng: hãy xuất lại rồi nạp lại."
        ) from None


def quoted(path: Path) -> str:
    """A path as a text of SQL."""
    return "'" + path.absolute().as_posix().replace("'", "''") + "'"
