"""Five million files of the one-stop software: taken in from a CSV, and counted, each against DuckDB's bare scan."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bench.measure import Figure, in_turn, peak_extra_mb
from bench.workspaces import scratch
from dashboard.build import reference_fields
from dashboard.figures import Context
from dashboard.intake import Batch, File, import_files
from dashboard.report import Period, Unit
from dashboard.store import accept, write
from dashboard.store.workspace import Workspace

AIM_TIMES = 3.0
_NAMES = ("Mã hồ sơ", "Tên thủ tục", "Lĩnh vực", "Người nộp", "Đơn vị giải quyết", "Ngày tiếp nhận", "Ngày hẹn trả",
          "Ngày kết thúc", "Hình thức nộp", "Trạng thái")  # fmt: skip
_UNITS = 200


def measure(runs: int, n_rows: int = 5_000_000) -> Iterator[Figure]:
    """How many times as long as the bare scan of the same file it takes to take lines in, and to count them."""
    with scratch() as folder:
        export = folder / "ho-so.csv"
        _write(export, n_rows)
        workspace = _workspace(folder)
        with peak_extra_mb() as peak:
            _take_in(workspace, export)
        what = f"{n_rows} files of the one-stop software"
        taken = list(in_turn(lambda: _scan_csv(export), lambda: _take_in(_workspace(folder), export), runs))
        times = tuple(whole / bare for bare, whole in taken)
        yield Figure(f"{what}: CSV, bare scan", tuple(1000 * bare for bare, _ in taken), "ms", rows=n_rows)
        yield Figure(f"{what}: CSV taken in", tuple(1000 * whole for _, whole in taken), "ms", rows=n_rows)
        yield Figure(f"{what}: taken in, against the scan", times, "×", AIM_TIMES, n_rows, max(peak, default=None))
        (rows_file,) = workspace.cases.glob("*.parquet")
        with peak_extra_mb() as peak:
            _count(workspace)
        counted = list(in_turn(lambda: _scan_rows(rows_file), lambda: _count(workspace), runs))
        times = tuple(whole / bare for bare, whole in counted)
        yield Figure(f"{what}: stored rows, bare scan", tuple(1000 * bare for bare, _ in counted), "ms", rows=n_rows)
        yield Figure(f"{what}: rolled up", tuple(1000 * whole for _, whole in counted), "ms", rows=n_rows)
        yield Figure(f"{what}: rolled up, against the scan", times, "×", AIM_TIMES, n_rows, max(peak, default=None))


def _write(target: Path, n_rows: int) -> None:
    """A month of files: nine in ten done, an applicant's column that is not to be stored."""
    columns = ", ".join(f'"{name}"' for name in _NAMES)
    duckdb.execute(
        f"""
        copy (
            select 'H99-2610-' || lpad(i::varchar, 8, '0'), 'Thủ tục ' || i % 900, field.name, 'Người nộp ' || i % 999,
                'Xã số ' || i % {_UNITS}, strftime(received, '%d/%m/%Y %H:%M'),
                strftime(received + interval 5 day, '%d/%m/%Y %H:%M'),
                case when hash(i) % 10 < 9
                    then strftime(received + interval (hash(i + 1) % 7) day, '%d/%m/%Y %H:%M') end,
                case when i % 10 < 8 then 'Trực tuyến' else 'Trực tiếp' end,
                case when hash(i) % 10 < 9 then '10' else '4' end
            from (select i, timestamp '2026-09-25' + interval (hash(i) % 2500000) second as received
                from range({n_rows}) as t(i)) as file
            inner join (select unnest($names) as name, unnest(range(12)) as at) as field on file.i % 12 = field.at
        ) to '{target}' (header false)
        """,  # noqa: S608 - our own texts
        {"names": [field.name for field in reference_fields()[:12]]},
    )
    body = target.with_suffix(".body")
    target.rename(body)
    with target.open("wb") as out, body.open("rb") as source:
        out.write(f"Từ ngày 01/10/2026 đến ngày 31/10/2026\n{columns}\n".encode())
        while block := source.read(1 << 24):
            out.write(block)
    body.unlink()


def _workspace(folder: Path) -> Workspace:
    """A new workspace whose units are those of the export, with a period to ask for."""
    units = [Unit(f"xa_{n}", f"Xã số {n}", "commune", "commune", display_order=n) for n in range(_UNITS)]
    name = f"w{len(list(folder.glob('w*')))}"
    workspace = write.create_workspace(
        name, title="Đo", units=units, fields=reference_fields(), settings={"default_regime": "cchc"}, root=folder
    )
    october = Period(
        "cchc", "month", "2026-10", datetime(2026, 10, 1, tzinfo=UTC).date(), datetime(2026, 10, 31, tzinfo=UTC).date()
    )
    with write.changing(workspace) as change:
        accept._add_periods(change, [october])
    return workspace


def _take_in(workspace: Workspace, export: Path) -> None:
    batch = Batch(entered_at=datetime(2026, 11, 22, tzinfo=UTC))
    (outcome,) = import_files(workspace, [File.at(export)], batch)
    if outcome.status not in ("accepted", "unchanged"):
        raise RuntimeError(f"the export was not taken in: {outcome.findings}")


def _scan_csv(export: Path) -> None:
    columns = {f"c{n}": "varchar" for n in range(len(_NAMES))}
    counts = ", ".join(f"count({name})" for name in columns)
    duckdb.execute(
        f"select {counts} from read_csv('{export}', delim = ',', quote = '\"', escape = '\"', skip = 2, "  # noqa: S608
        f"header = false, auto_detect = false, columns = {columns})"
    ).fetchall()


def _scan_rows(rows: Path) -> None:
    """Every column that counting reads."""
    names = ("source_system", "resolving", "field", "status", "channel", "received_on", "promised_on", "finished_on",
             "paused_days", "paused_from")  # fmt: skip
    duckdb.execute(f"select {', '.join(f'count({n}), max({n})' for n in names)} from '{rows}'").fetchall()  # noqa: S608


def _count(workspace: Workspace) -> None:
    rows = Context(workspace).rows("case_counts", None, period_id="cchc/2026-10", unit_ids=[])
    if len(rows) < _UNITS:
        raise RuntimeError(f"only {len(rows)} rows were counted")
