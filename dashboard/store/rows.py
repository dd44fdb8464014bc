"""Rows of the tables that a batch is written to: their columns, and what of a report or finding goes into each."""

from typing import Any

import pyarrow as pa

from dashboard.metrics import score766
from dashboard.report import Family, Finding, Report


def _schema(**kinds: pa.DataType) -> pa.Schema:
    return pa.schema(list(kinds.items()))


SCORE_DECIMALS = 4
_TEXT, _INT, _REAL, _DAY = pa.string(), pa.int64(), pa.float64(), pa.date32()
FILE = _schema(sha256=_TEXT, file_name=_TEXT, size_bytes=_INT, first_seen_at=pa.timestamp("us", "UTC"))
REVISION = _schema(
    revision_id=_TEXT, accepted_seq=_INT, sha256=_TEXT, file_name=_TEXT, form_id=_TEXT, form_version=_TEXT,
    stated_period_id=_TEXT, status=_TEXT, entered_at=pa.timestamp("us", "UTC"), entered_by=_TEXT,
)  # fmt: skip
REPORT = _schema(
    report_id=_INT, revision_id=_TEXT, family=_TEXT, period_id=_TEXT, scope=_TEXT, unit_id=_TEXT, level=_TEXT,
    origin=_TEXT, sheet=_TEXT, letters=pa.map_(_TEXT, _TEXT), source=_TEXT, data_from=_DAY, data_to=_DAY,
    accepted_seq=_INT,
)  # fmt: skip
FINDING = _schema(
    revision_id=_TEXT, severity=_TEXT, rule=_TEXT, message=_TEXT, sheet=_TEXT, cell=_TEXT, unit_id=_TEXT,
    unit_name=_TEXT, period_label=_TEXT, column_id=_TEXT, cell_value=_TEXT, stated=_REAL, recomputed=_REAL,
)  # fmt: skip
STATEMENT = _schema(
    report_id=_INT, label=_TEXT, stated=_REAL, half_step=_REAL, family=_TEXT, numerator=_TEXT, numerator_part=_TEXT,
    denominator=_TEXT, denominator_part=_TEXT, source_sheet=_TEXT, source_row=pa.int32(), source_letter=_TEXT,
)  # fmt: skip
ATTRIBUTES: dict[Family, dict[str, pa.DataType]] = {
    "iso": {
        "obligation": pa.string(),
        "standard_version": pa.string(),
        "iso_status": pa.string(),
        "rating": pa.string(),
        "announced_on": pa.date32(),
        "conversion_due_on": pa.date32(),
    },
    "submission": {"submitted_on": pa.date32(), "document_no": pa.string()},
    "score": {
        "agency_code": pa.string(),
        "snapshot_on": pa.date32(),
        **{column: pa.decimal128(9, SCORE_DECIMALS) for column in score766.maxima()},
    },
}


def report_row(report_id: int, seq: int, revision_id: str, report: Report) -> dict[str, Any]:
    """A report as the table `report` keeps it."""
    return {
        "report_id": report_id,
        "revision_id": revision_id,
        "family": report.family,
        "period_id": report.period.period_id,
        "scope": report.subject.scope,
        "unit_id": report.subject.unit_id,
        "level": report.subject.level,
        "origin": report.origin,
        "sheet": report.sheet,
        "letters": list(report.letters.items()),
        "source": report.source,
        "data_from": report.data_from,
        "data_to": report.data_to,
        "accepted_seq": seq,
    }


def finding_row(revision_id: str, finding: Finding) -> dict[str, Any]:
    """A finding as the table `finding` keeps it."""
    return {
        "revision_id": revision_id,
        "severity": finding.severity,
        "rule": finding.rule,
        "message": finding.message,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "unit_id": finding.unit_id,
        "unit_name": finding.unit,
        "period_label": finding.period,
        "column_id": finding.column,
        "cell_value": finding.value,
        "stated": finding.stated,
        "recomputed": finding.recomputed,
    }
