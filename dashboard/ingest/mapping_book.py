"""The workbook of the other families: each row names its unit, level or province; each sheet is a family."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dashboard.forms import ATTRIBUTES, FormVersion, level_of
from dashboard.ingest.derive import derive_row
from dashboard.ingest.mapping import (
    Duplicates,
    Job,
    Lines,
    candidates,
    cell_at,
    count_places,
    is_blank,
    is_marked,
    letters_of,
    read_attributes,
    read_counts,
    text_at,
    word_id,
)
from dashboard.ingest.names import normalise
from dashboard.ingest.numbers import parse_count, parse_percent
from dashboard.ingest.recognise import Placed, Recognised
from dashboard.ingest.rules import duplicate, finding, unmatched
from dashboard.ingest.workbook import Sheet, address, letter
from dashboard.metrics.catalogue import Column, load_catalogue
from dashboard.report import FactRow, Family, Finding, Report, Statement, Subject, Unit
from dashboard.words import text as say

_ROLE_TEXTS = ("field", "part", "vertical", "source_system", "note")


@dataclass(slots=True)
class _Draft:
    """A report in the making."""

    family: Family
    subject: Subject
    sheet: str | None = None
    letters: dict[str, str] = field(default_factory=dict)
    rows: list[FactRow] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


def map_book(mapping: Job, found: Recognised, lines: Lines) -> list[Report]:
    """One report for each family and subject, in the order of the sheets; `own` for the unit that reports."""
    drafts: dict[tuple[Family, Subject], _Draft] = {}
    reader = _Reader(mapping, lines)
    statements = []
    for placed in found.placed:
        if placed.form_sheet.kind == "statement":
            statements.append(placed)
        else:
            reader.read_sheet(placed, drafts)
    for placed in statements:
        reader.read_statements(placed, drafts)
    return [
        Report(
            draft.family,
            draft.subject,
            mapping.period,
            "own" if draft.subject.unit_id and draft.subject.unit_id == reader.reporter_id else "consolidated",
            draft.sheet,
            draft.letters,
            tuple(draft.rows),
            tuple(draft.statements),
        )
        for draft in drafts.values()
    ]


def subject_of(form: FormVersion, text: str) -> Subject | None:
    """The level or province that a word such as "Cấp huyện" or "Toàn tỉnh" stands for."""
    wanted = normalise(text)
    for word in form.subjects:
        if wanted in {normalise(t) for t in word.texts}:
            level = level_of(word.id)
            return Subject("level", level=level) if level else Subject("province")
    return None


class _Reader:
    def __init__(self, mapping: Job, lines: Lines) -> None:
        self.mapping = mapping
        self.reporter = lines.text("unit")
        unit = mapping.unit(self.reporter) if self.reporter else None
        self.reporter_id = unit.unit_id if isinstance(unit, Unit) else None
        self._subjects: dict[str, Subject | None] = {}

    def read_sheet(self, placed: Placed, drafts: dict[tuple[Family, Subject], _Draft]) -> None:
        family: Family = placed.form_sheet.kind  # type: ignore[assignment]
        places = count_places(placed)
        attributes = {id_: at for id_, at in placed.places.items() if id_ in ATTRIBUTES}
        letters = letters_of({**places, **attributes})
        seen = Duplicates()
        for r in range(placed.first_row, len(placed.sheet.rows)):
            subject = self._subject(placed, r, places)
            if subject is None:
                continue
            row, row_letters = self._row(placed, r, family, subject, places)
            if row is None:
                continue
            if first := seen.first_row(subject, row):
                at = placed.places["subject"]
                name = text_at(placed.sheet.rows[r], at)
                self.mapping.findings.append(duplicate(placed.sheet, r, at, str(first), name))
            draft = drafts.setdefault((family, subject), _Draft(family, subject))
            draft.sheet = placed.sheet.name or None
            draft.letters = {**letters, **draft.letters, **row_letters}
            draft.rows.append(derive_row(family, row))

    def _subject(self, placed: Placed, r: int, places: dict[str, int]) -> Subject | None:
        """Whom a row speaks of; None for an empty row and, with a finding, for a name that is not known."""
        row = placed.sheet.rows[r]
        at = placed.places.get("subject", 0)
        text = text_at(row, at)
        others = [c for id_, c in placed.places.items() if id_ not in ("subject", "note")]
        if all(is_blank(cell_at(row, c)) and (r, c) not in placed.sheet.uncached for c in others):
            return None
        if not text:
            if any(parse_count(cell_at(row, c)).value is not None for c in places.values()):
                message = say("reading.figures_without_unit", line=r + 1)
                self.mapping.findings.append(finding("warning", "V14", message, placed.sheet, r, at))
            return None
        if text not in self._subjects:
            self._subjects[text] = self._find(placed.sheet, r, at, text)
        elif self._subjects[text] is None:
            self._find(placed.sheet, r, at, text)
        return self._subjects[text]

    def _find(self, sheet: Sheet, r: int, at: int, text: str) -> Subject | None:
        if subject := subject_of(self.mapping.form, text):
            return subject
        unit = self.mapping.unit(text)
        if isinstance(unit, Unit):
            return Subject("unit", unit.unit_id)
        self.mapping.findings.append(self._unmatched(sheet, r, at, text, candidates(unit)))
        return None

    def _unmatched(self, sheet: Sheet, r: int, at: int, text: str, found: list[str]) -> Finding:
        listed = unmatched("unit", sheet, r, at, text, found)
        if self.reporter and normalise(text) == normalise(self.reporter):
            message = f"Đơn vị báo cáo “{text}” không có trong danh mục: hãy sửa tên hoặc thêm tên gọi khác."
            return finding("reject", "V14", message, sheet, r, at, unit=text, value=text)
        return listed

    def _row(
        self, placed: Placed, r: int, family: Family, subject: Subject, places: dict[str, int]
    ) -> tuple[FactRow | None, dict[str, str]]:
        row = placed.sheet.rows[r]
        text = {role: text_at(row, placed.places.get(role)) for role in _ROLE_TEXTS}
        field_id = None
        if text["field"]:
            field_id = self.mapping.field_id(placed.sheet, r, placed.places["field"], text["field"])
        letters: dict[str, str] = {}
        if family == "submission":
            counts, letters = self._submission(placed, r, subject, places)
        else:
            counts = read_counts(self.mapping, placed.sheet, r, places, text_at(row, placed.places.get("subject")))
        attributes = read_attributes(self.mapping, placed, r)
        if not counts and not attributes and not text["note"]:
            return None, {}
        return FactRow(
            r + 1,
            field_id,
            text["part"] or None,
            self._system(text["source_system"]),
            bool(text["vertical"]) and is_marked(self.mapping.form, cell_at(row, placed.places["vertical"])),
            counts,
            attributes,
            note=text["note"] or None,
        ), letters

    def _system(self, text: str) -> str | None:
        return (word_id(self.mapping.form, "source_system", text) or text) if text else None

    def _submission(
        self, placed: Placed, r: int, subject: Subject, places: dict[str, int]
    ) -> tuple[dict[str, int], dict[str, str]]:
        """A unit's crosses under "có" and "không" are 1 of 1 and 0 of 1; a level's row holds counts."""
        row = placed.sheet.rows[r]
        yes_at, no_at = placed.places.get("report_submitted"), placed.places.get("report_missing")
        form = self.mapping.form
        if subject.scope == "unit":
            said_yes = is_marked(form, cell_at(row, yes_at))
            said_no = is_marked(form, cell_at(row, no_at)) or word_id(form, "mark", cell_at(row, yes_at)) == "no"
            rest = {id_: at for id_, at in places.items() if id_ not in ("report_submitted", "report_due")}
            counts = read_counts(self.mapping, placed.sheet, r, rest)
            if said_yes == said_no:
                if said_yes or not counts:
                    self._unclear(placed, r, yes_at or 0)
                return counts | read_counts(self.mapping, placed.sheet, r, _only(places, "report_due")), {}
            at = yes_at if said_yes or is_blank(cell_at(row, no_at)) else no_at
            marked = letter(at or 0)
            counts = {"report_due": 1, "report_submitted": int(said_yes), **counts}
            return counts, {"report_due": marked, "report_submitted": marked}
        counts = read_counts(self.mapping, placed.sheet, r, places)
        missing = parse_count(cell_at(row, no_at)).value
        if "report_due" not in counts and "report_submitted" in counts and missing is not None:
            counts["report_due"] = counts["report_submitted"] + missing
            return counts, {"report_due": letter(no_at or 0)}
        return counts, {}

    def _unclear(self, placed: Placed, r: int, at: int) -> None:
        message = say("reading.unclear_mark", line=r + 1)
        self.mapping.findings.append(finding("warning", "unclear_mark", message, placed.sheet, r, at))

    def read_statements(self, placed: Placed, drafts: dict[tuple[Family, Subject], _Draft]) -> None:
        for r in range(placed.first_row, len(placed.sheet.rows)):
            row = placed.sheet.rows[r]
            subject = self._subject(placed, r, {"stated": placed.places["stated"]})
            if subject is None or is_blank(cell_at(row, placed.places.get("stated"))):
                continue
            statement = self._statement(placed, r)
            if statement is None:
                continue
            family = _home(drafts, subject, statement.family)
            draft = drafts.setdefault((family, subject), _Draft(family, subject, placed.sheet.name or None))
            draft.statements.append(statement)

    def _statement(self, placed: Placed, r: int) -> Statement | None:
        row = placed.sheet.rows[r]
        at = placed.places["stated"]
        stated, half_step = parse_percent(cell_at(row, at))
        if stated is None:
            message = say("reading.not_a_percentage", cell=address(r, at))
            value = cell_at(row, at)
            self.mapping.findings.append(finding("warning", "unknown_value", message, placed.sheet, r, at, value=value))
            return None
        ends = {end: self._end(placed, r, end) for end in ("numerator", "denominator")}
        known = [column for column in ends.values() if column]
        return Statement(
            text_at(row, placed.places.get("label")),
            stated,
            half_step,
            r + 1,
            letter(at),
            known[0].family if known else None,
            ends["numerator"].id if ends["numerator"] else None,
            text_at(row, placed.places.get("numerator_part")) or None,
            ends["denominator"].id if ends["denominator"] else None,
            text_at(row, placed.places.get("denominator_part")) or None,
            placed.sheet.name or None,
        )

    def _end(self, placed: Placed, r: int, end: str) -> Column | None:
        """The counted column that a statement is of, by id or by label."""
        at = placed.places.get(end)
        text = text_at(placed.sheet.rows[r], at)
        if not text or at is None:
            return None
        columns = load_catalogue().columns
        wanted = normalise(text)
        found = columns.get(text) or next((c for c in columns.values() if normalise(c.label) == wanted), None)
        if found is None:
            message = say("reading.not_a_column", cell=address(r, at), value=text)
            self.mapping.findings.append(finding("warning", "unknown_value", message, placed.sheet, r, at, value=text))
        return found


def _home(drafts: Iterable[tuple[Family, Subject]], subject: Subject, family: Family | None) -> Family:
    """The report that keeps a percentage: of its own family, else any of the subject in this file.

    A report of nothing but percentages would supersede the counts that another file gave: it is the last choice.
    """
    of_subject = [f for f, other in drafts if other == subject]
    if family is not None and (family in of_subject or not of_subject):
        return family
    return of_subject[0] if of_subject else "dossier"


def _only(places: dict[str, int], id_: str) -> dict[str, int]:
    return {id_: places[id_]} if id_ in places else {}
