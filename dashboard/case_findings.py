"""What is said of an export that was taken in: how many files, which lines not, which names are in no list."""

from collections.abc import Iterator

from dashboard.case_file import DAY_ROLES
from dashboard.metrics import format as text
from dashboard.report import Finding
from dashboard.store.cases import CaseBatch
from dashboard.words import text as say

_TOLD = 20
_KINDS = ("unit", "field", "status", "channel", "level")


def findings_of(batch: CaseBatch) -> Iterator[Finding]:
    """All findings of one export, each a Vietnamese sentence; none quotes a column that is not stored."""
    rows, layout = batch.rows, batch.layout
    days = {"first": text.day(batch.covers_from), "last": text.day(batch.covers_to)}
    basis = say(f"reading.basis_{batch.basis}")
    yield Finding("info", "case_file", say("reading.case_file", count=text.count(rows.n_rows), phrase=basis, **days))
    if layout.dropped:
        names = ", ".join(name[:40] for name in layout.dropped[:_TOLD])
        yield Finding("info", "case_columns", say("reading.case_columns", names=names))
    if rows.n_rejected:
        parts = (
            say("reading.case_part", count=text.count(n), phrase=reason_text(of)) for of, n in rows.reasons.items()
        )
        skipped = say("reading.case_lines", count=text.count(rows.n_rejected), phrases=", ".join(parts))
        yield Finding("warning", "case_lines", skipped)
    for line in rows.first_rejected:
        told = {"line": str(line.line), "phrase": reason_text(line.reason)}
        told |= {"code": line.code} if line.code else {}
        told |= {"value": line.value} if line.value else {}
        key = "reading.case_line" + ("_code" if line.code else "") + ("_value" if line.value else "")
        yield Finding("warning", "case_line", say(key, **told), cell=str(line.line), value=line.value)
    for kind in _KINDS:
        yield from _unmatched(batch, kind)


def reason_text(reason: str) -> str:
    """Why a line was left out, for the middle of a sentence."""
    return say("reading.reason_day" if reason in DAY_ROLES else f"reading.reason_{reason}")


def _unmatched(batch: CaseBatch, kind: str) -> Iterator[Finding]:
    names = batch.rows.names[kind]
    unknown = [(written, n) for written, n in names.items() if batch.matched[kind].get(written) is None]
    resolving = {written for _, written, _ in batch.rows.shares}
    for written, n in sorted(unknown, key=lambda pair: -pair[1])[:_TOLD]:
        is_lost = written in resolving and kind == "unit"
        key = "reading.case_unit_lost" if is_lost else f"reading.case_name_{kind}"
        message = say(key, name=written[:80], count=text.count(n))
        yield Finding("warning", "V14", message, value=written[:80])
