"""The transcribed reports as the product reads them, and the reference data that they are read against."""

from functools import cache
from pathlib import Path

from dashboard.build import reference_fields, sample_folders
from dashboard.forms import load_forms
from dashboard.ingest.read import read_file
from dashboard.ingest.unit_list import read_units
from dashboard.report import FactRow, Reading, Reference, Report, Subject

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
WORKSPACES = tuple(folder.name for folder in sample_folders())
NOT_REPORTS = ("units.csv", "lineage.csv")


def report_files() -> list[Path]:
    """Every transcribed report."""
    files = (path for folder in sample_folders() for path in sorted(folder.iterdir()))
    return [path for path in files if path.suffix in (".xlsx", ".csv") and path.name not in NOT_REPORTS]


@cache
def reference(workspace: str) -> Reference:
    """One sample province's units, with the fields that all provinces share."""
    units, findings = read_units("units.csv", (SAMPLES / workspace / "units.csv").read_bytes())
    assert findings == ()
    return Reference(units, tuple(reference_fields()))


@cache
def reading(path: Path) -> Reading:
    """One report, read exactly as an import reads it."""
    return read_file(path.name, path.read_bytes(), reference(path.parent.name), load_forms())


def readings(workspace: str) -> list[Reading]:
    """All reports of one sample province."""
    return [reading(path) for path in report_files() if path.parent.name == workspace]


def reports(workspace: str, family: str) -> list[Report]:
    """What one sample province's files say of one family."""
    return [report for read in readings(workspace) for report in read.reports if report.family == family]


def key(subject: Subject) -> str:
    """`bql_kcn`, `level:district` or `province`."""
    return subject.unit_id or (f"level:{subject.level}" if subject.scope == "level" else "province")


def own_row(report: Report) -> FactRow:
    """The row of the subject itself: no part, no vertical agency, no single field."""
    (row,) = (row for row in report.rows if row.part is None and not row.is_vertical and row.field_id is None)
    return row
