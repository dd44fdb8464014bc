"""The flat file: one line for each period, subject and field, any families side by side; made for many lines.

Columns are read as columns and a line's subject and period once for all lines that share them, so that 60.000 lines
take a second or two.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from dashboard.forms import ATTRIBUTES, FormVersion
from dashboard.ingest.derive import derive_row, may_derive
from dashboard.ingest.flat_rules import Head, counts_of, mixed_sums, repeated_lines
from dashboard.ingest.mapping import (
    Job,
    Names,
    attribute_value,
    candidates,
    cell_at,
    is_marked,
    word_id,
    wrong_attribute,
)
from dashboard.ingest.mapping_book import subject_of
from dashboard.ingest.names import normalise
from dashboard.ingest.numbers import parse_date
from dashboard.ingest.periods import StatedPeriod, find_regime, get_regime, make_period, parse_period
from dashboard.ingest.recognise import Placed, is_numeral, strip_numeral
from dashboard.ingest.rules import finding, shown, unmatched
from dashboard.ingest.workbook import CellValue, letter
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import FAMILIES, FactRow, Family, Finding, Origin, Period, Report, Subject, Unit
from dashboard.words import text as say

_HEAD = ("period", "regime", "cumulative", "from", "to", "unit", "level", "origin", "source")
_TAIL = ("field", "part", "source_system", "vertical", "note")


def map_flat(
    form: FormVersion, placed: Placed, names: Names, given: Period | None, findings: list[Finding]
) -> list[Report]:
    """A report for each family, subject and period; the order is that of the first line of each."""
    return _Flat(form, placed, names, given, findings).reports()


class _Flat:
    def __init__(
        self, form: FormVersion, placed: Placed, names: Names, given: Period | None, findings: list[Finding]
    ) -> None:
        self.form, self.placed, self.names, self.given, self.findings = form, placed, names, given, findings
        self.sheet = placed.sheet
        self.rows = self.sheet.rows[placed.first_row :]
        self.first = placed.first_row
        self._stated = [at for id_, at in placed.places.items() if id_ not in (*_HEAD, *_TAIL, "row_no")]
        self._uncached = {row for row, _ in self.sheet.uncached}
        self._narrowest = min(map(len, self.rows), default=0)
        self._interned: dict[Head, Head] = {}
        self._periods: dict[tuple[CellValue, ...], Period | None] = {}
        self._fields: dict[CellValue, str] = {}
        self._known = {p.period_id: p for p in names.reference.periods}

    def reports(self) -> list[Report]:
        heads = self._heads()
        tails = self._tails()
        reports: list[Report] = []
        for family in FAMILIES:
            reports += self._family(family, heads, tails)
        self.findings += mixed_sums(self.placed, self.first, heads)
        return reports

    def _column(self, id_: str) -> list[CellValue]:
        at = self.placed.places.get(id_)
        if at is None:
            return [None] * len(self.rows)
        if at < self._narrowest:
            return [row[at] for row in self.rows]
        return [row[at] if at < len(row) else None for row in self.rows]

    # --- subject and period ---

    def _heads(self) -> list[Head | None]:
        known: dict[tuple[CellValue, ...], Head | None] = {}
        heads: list[Head | None] = []
        for n, key in enumerate(zip(*(self._column(id_) for id_ in _HEAD), strict=True)):
            if key not in known:
                if not self._states(n):  # a heading, or what stands below the table
                    heads.append(None)
                    continue
                head = self._head(n, key)
                known[key] = self._interned.setdefault(head, head) if head else None
            heads.append(known[key])
        return heads

    def _states(self, n: int) -> bool:
        """Whether anything stands in a line beside what it is about."""
        row = self.rows[n]
        return any(at < len(row) and row[at] is not None for at in self._stated) or (self.first + n in self._uncached)

    def _head(self, n: int, key: tuple[CellValue, ...]) -> Head | None:
        if all(cell is None for cell in key):
            return None
        *when, unit_text, level, origin_text, source = key
        period = self._period(n, tuple(when))
        if period is None:
            return None
        subject, origin = self._subject(n, unit_text, level, period)
        if subject is None:
            return None
        stated = word_id(self.form, "origin", origin_text)
        start, end = parse_date(when[3]), parse_date(when[4])
        return Head(subject, period, stated or origin, shown(source) if source else None, start, end)  # type: ignore[arg-type]

    def _period(self, n: int, when: tuple[CellValue, ...]) -> Period | None:
        if when not in self._periods:
            self._periods[when] = self._make_period(n, when)
        return self._periods[when]

    def _make_period(self, n: int, when: tuple[CellValue, ...]) -> Period | None:
        text, regime_text, cumulative, start, end = when
        regime = get_regime(self.given.regime if self.given else self.names.reference.default_regime)
        if regime_text is not None:
            named = find_regime(shown(regime_text))
            if named is None:
                message = say("reading.unknown_regime", name=shown(regime_text), regime=regime.name)
                place = (self._row(n) - 1, self.placed.places["regime"])
                self.findings.append(
                    finding("warning", "unknown_regime", message, self.sheet, *place, value=regime_text)
                )
            regime = named or regime
        said = parse_period(_label_text(text)) if text is not None else StatedPeriod()
        is_cumulative = {"yes": True, "no": False}.get(word_id(self.form, "cumulative", cumulative) or "")
        stated = StatedPeriod(
            said.label,
            parse_date(start) or said.start,
            parse_date(end) or said.end,
            said.is_cumulative if is_cumulative is None else is_cumulative,
        )
        period = make_period(stated, regime)
        at = self.placed.places.get("period", self.placed.places.get("from", 0))
        if period is None and (self.given is None or text is not None):
            value = "" if text is None else shown(text)
            message = f"Dòng {self._row(n)} ghi kỳ “{value}”, không đọc được: hãy ghi như 2020-02, 2020-Q3, 2020."
            self.findings.append(finding("reject", "no_period", message, self.sheet, self._row(n) - 1, at, value=text))
            return None
        if self.given is not None:
            if period is not None and period.period_id != self.given.period_id:
                message = f"Dòng {self._row(n)} ghi kỳ {period.label} nhưng kỳ được chọn khi nạp là {self.given.label}."
                self.findings.append(
                    finding("reject", "period_mismatch", message, self.sheet, self._row(n) - 1, at, value=text)
                )
                return None
            return self.given
        return self._known.get(period.period_id, period) if period else None

    def _subject(self, n: int, text: CellValue, level: CellValue, period: Period) -> tuple[Subject | None, Origin]:
        row = self._row(n) - 1
        if text is None:
            found = subject_of(self.form, shown(level)) if level is not None else None
            if found is None:
                at = self.placed.places.get("unit", self.placed.places.get("level", 0))
                told = {"level": shown(level)} if level is not None else {}
                message = say(f"reading.line_{'of_unknown_level' if told else 'without_unit'}", line=row + 1, **told)
                self.findings.append(finding("warning", "V14", message, self.sheet, row, at, value=level))
            return found, "consolidated"
        name = shown(text)
        at = self.placed.places["unit"]
        mapping = Job(self.form, self.names, period, self.findings)
        unit = mapping.unit(name)
        if isinstance(unit, Unit):
            return Subject("unit", unit.unit_id), "own"
        if whole := subject_of(self.form, name) or subject_of(self.form, strip_numeral(normalise(name))):
            return whole, "consolidated"
        if is_numeral(cell_at(self.sheet.rows[row], self.placed.places.get("row_no"))):
            message = say("reading.group_total", name=name)
            self.findings.append(finding("info", "partial_total", message, self.sheet, row, at, value=text))
            return None, "own"
        key = ("unit", name)
        if key not in self._periods:
            self._periods[key] = None
            self.findings.append(unmatched("unit", self.sheet, row, at, name, candidates(unit)))
        return None, "own"

    def _row(self, n: int) -> int:
        return self.first + n + 1

    # --- what stands beside the counts ---

    def _tails(self) -> list[tuple[str | None, str | None, str | None, bool, str | None] | None]:
        known: dict[tuple[CellValue, ...], tuple[str | None, str | None, str | None, bool, str | None] | None] = {}
        tails = []
        for n, key in enumerate(zip(*(self._column(id_) for id_ in _TAIL), strict=True)):
            if key not in known:
                known[key] = self._tail(n, key)
            tails.append(known[key])
        return tails

    def _tail(
        self, n: int, key: tuple[CellValue, ...]
    ) -> tuple[str | None, str | None, str | None, bool, str | None] | None:
        field_cell, part, system, vertical, note = key
        field_id = None
        if field_cell is not None:
            if field_cell not in self._fields:
                mapping = Job(self.form, self.names, _ANY_TIME, self.findings)
                at = self.placed.places["field"]
                self._fields[field_cell] = mapping.field_id(self.sheet, self._row(n) - 1, at, shown(field_cell))
            field_id = self._fields[field_cell]
        text = {"part": part, "note": note, "system": system}
        texts = {name: None if cell is None else shown(cell).strip() for name, cell in text.items()}
        source = word_id(self.form, "source_system", system) or texts["system"]
        return field_id, texts["part"], source, vertical is not None and is_marked(self.form, vertical), texts["note"]

    # --- counts ---

    def _family(self, family: Family, heads: Sequence[Head | None], tails: Sequence[tuple | None]) -> list[Report]:
        places = {c: self.placed.places[c] for c in load_catalogue().stated_columns(family) if c in self.placed.places}
        counts, is_whole = self._counts(places)
        attributes = self._attributes(family)
        if not counts and not attributes:
            return []
        groups: dict[int, tuple[Head, list[FactRow]]] = {}
        none: dict[str, int] = {}
        leaves_blanks = not is_whole or may_derive(family, frozenset(next(iter(counts.values()), none)))
        no_attributes: dict[str, str | date | None] = {}
        for n in sorted(counts.keys() | attributes.keys()) if attributes else counts:
            head, tail, of_row, other = heads[n], tails[n], counts.get(n, none), attributes.get(n, no_attributes)
            if head is None or tail is None:
                continue
            field_id, part, system, is_vertical, note = tail
            row = FactRow(self.first + n + 1, field_id, part, system, is_vertical, of_row, other, {}, note)
            if leaves_blanks and may_derive(family, frozenset(of_row)):
                row = derive_row(family, row)
            at = id(head)  # heads are interned, and hashing one costs more than all else here
            if at in groups:
                groups[at][1].append(row)
            else:
                groups[at] = head, [row]
        letters = {id_: letter(at) for id_, at in places.items()}
        self.findings += repeated_lines(self.placed, groups.values())
        return [
            Report(
                family, head.subject, head.period, head.origin, self.sheet.name or None, letters, tuple(rows), (),
                head.source, head.data_from, head.data_to,
            )
            for head, rows in groups.values()
        ]  # fmt: skip

    def _counts(self, places: dict[str, int]) -> tuple[dict[int, dict[str, int]], bool]:
        """The counts of each line that has any of the family, and whether every line has them all."""
        columns: list[list[int | None]] = []
        ids: list[str] = []
        has_blanks = False
        for id_, at in places.items():
            cells = self._column(id_)
            values = counts_of(self.sheet, self.first, id_, at, cells, self.findings)
            if any(v is not None for v in values):
                ids.append(id_)
                columns.append(values)
                has_blanks = has_blanks or None in values
        n_ids = len(ids)
        counts: dict[int, dict[str, int]] = {}
        for n, line in enumerate(zip(*columns, strict=True)):
            n_blank = line.count(None)
            if n_blank == 0:
                counts[n] = dict(zip(ids, line, strict=True))  # type: ignore[arg-type]
            elif n_blank < n_ids:
                counts[n] = {id_: value for id_, value in zip(ids, line, strict=True) if value is not None}
        return counts, bool(ids) and not has_blanks

    def _attributes(self, family: Family) -> dict[int, dict[str, str | date | None]]:
        found: dict[int, dict[str, str | date | None]] = defaultdict(dict)
        for id_, of_family in ATTRIBUTES.items():
            at = self.placed.places.get(id_)
            if of_family != family or at is None:
                continue
            known: dict[CellValue, str | date | None] = {}
            for n, cell in enumerate(self._column(id_)):
                if cell is None:
                    continue
                if cell not in known:
                    known[cell] = attribute_value(self.form, id_, cell)
                    if known[cell] is None:
                        self.findings.append(wrong_attribute(self.sheet, self._row(n) - 1, at, id_, cell))
                if known[cell] is not None:
                    found[n][id_] = known[cell]
        return found


_ANY_TIME = Period("", "custom", "", date(1, 1, 1), date(9999, 12, 31))


def _label_text(cell: CellValue) -> str:
    """A period as text; a bare year may come as a number."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else shown(cell)
