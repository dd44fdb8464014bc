"""A file becomes a `Reading`: its form, its reports, and everything that was found, each with its cell."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from dashboard.forms import Forms, FormVersion
from dashboard.ingest.flat import map_flat
from dashboard.ingest.flat_rules import unread_columns
from dashboard.ingest.legacy_fonts import LegacyEncoding, detect_legacy, to_unicode
from dashboard.ingest.mapping import Job, Lines, Names, names_of, read_lines, stated_period
from dashboard.ingest.mapping_book import map_book
from dashboard.ingest.mapping_scores import map_scores
from dashboard.ingest.mapping_table import family_of, map_rollup, map_unit_form
from dashboard.ingest.more_sheets import further_tables, without_copies
from dashboard.ingest.names import normalise
from dashboard.ingest.numbers import parse_date
from dashboard.ingest.own_table import own_table
from dashboard.ingest.periods import StatedPeriod, find_regime, get_regime, has_impossible_dates, make_period
from dashboard.ingest.recognise import Placed, Recognised, recognise
from dashboard.ingest.reporter import Asked, reporting_unit
from dashboard.ingest.rules import finding, hidden_sheets, unread_sheets
from dashboard.ingest.syllables import is_syllable
from dashboard.ingest.template import Marked, changed_layout, is_untouched, take_mark, without_formulas
from dashboard.ingest.workbook import Sheet, address, open_csv, open_workbook
from dashboard.report import Finding, Period, Reading, Reference, Report, Unit
from dashboard.words import text as say

_CSV = frozenset({".csv", ".tsv", ".txt"})
_LEGACY_ROWS = 400


def read_file(
    file_name: str,
    content: bytes,
    reference: Reference,
    forms: Forms,
    *,
    period: Period | None = None,
    unit: Unit | None = None,
) -> Reading:
    """Read one file; never raises for what is in it.

    `period` and `unit` fill in where the file states none; a file that states another one is rejected. Files whose
    rows name their units are not asked for one.
    """
    opener = open_csv if PurePath(file_name).suffix.lower() in _CSV else open_workbook
    sheets, opened = opener(file_name, content)
    findings = list(opened)
    if any(f.severity == "reject" for f in findings) or not sheets:
        return Reading(findings=tuple(findings))
    sheets, legacy = _to_unicode(sheets)
    findings += legacy
    sheets, marked, stale = take_mark(sheets, reference, forms)
    if stale:
        return Reading(findings=(*findings, *stale))
    findings += hidden_sheets(sheets)
    known = Forms((marked.form,)) if marked else forms
    found = recognise(sheets, known, period.end if period else None, is_of_known_unit=unit is not None)
    if found is None:
        findings.append(changed_layout() if marked else _unknown_form(sheets))
        return Reading(findings=tuple(findings))
    names = names_of(reference)
    if marked:
        found, names = without_formulas(found), marked.names(names)
    asked, form = Asked(period, unit), found.form
    if form.layout == "book":
        read = [table.sheet for table in found.placed] + ([found.info] if found.info else [])
        findings += unread_sheets(sheets, read, [sheet.name for sheet in form.sheets])
    reports = _read(found, names, reference, asked, findings, marked)
    findings = _labelled(findings, reports, form)
    further = further_tables(found, sheets, known, findings, is_of_known_unit=unit is not None)
    for table in further if not marked else ():
        more: list[Finding] = []
        others = _read(table, names, reference, replace(asked, is_of_further_sheet=True), more, None)
        others = without_copies(reports, others, more)
        findings += _labelled(more, others, form)
        reports += others
    if not reports and not any(f.severity == "reject" for f in findings):
        findings.append(_no_figures(found))
    return Reading(form.form, form.version, tuple(reports), tuple(findings))


def _labelled(findings: list[Finding], reports: Sequence[Report], form: FormVersion) -> list[Finding]:
    """What was found in a sheet, with the period that the sheet is of."""
    if not reports or form.layout == "flat":
        return findings
    return [f if f.period else replace(f, period=reports[0].period.label) for f in findings]


def _read(
    found: Recognised,
    names: Names,
    reference: Reference,
    asked: Asked,
    findings: list[Finding],
    marked: Marked | None,
) -> list[Report]:
    form, placed, given = found.form, found.placed[0], asked.period
    if form.layout == "flat":
        return _read_flat(form, placed, names, reference, asked, findings)
    head_sheet = found.info or placed.sheet
    bottom = len(head_sheet.rows) if found.info else placed.first_row
    lines = read_lines(form, head_sheet, bottom)
    stated = stated_period(form, lines, head_sheet, 0 if found.info else bottom)
    period = _period(lines, head_sheet, stated, reference, given, findings)
    unit = None
    if form.layout == "unit":
        unit = reporting_unit(form, names, head_sheet, bottom, lines, period, asked, findings)
    if marked and (other := marked.contradiction(head_sheet, lines, period)):
        findings.append(other)
        return []
    mapping = Job(form, names, period or _NO_PERIOD, findings)
    reports: list[Report] = []
    if form.layout == "unit":
        reports = map_unit_form(mapping, placed, unit or _NO_UNIT, family_of(placed))
    elif form.layout == "scores":
        reports = map_scores(mapping, found, lines)
    elif form.layout == "rollup":
        reports = map_rollup(mapping, placed, lines, family_of(placed))
    else:
        reports = map_book(mapping, found, lines)
    if period is None or (form.layout == "unit" and unit is None) or (marked and is_untouched(reports)):
        return []
    source = _source(lines)
    return [replace(r, source=source, data_from=stated.start, data_to=stated.end) for r in reports]


def _read_flat(
    form: FormVersion, placed: Placed, names: Names, reference: Reference, asked: Asked, findings: list[Finding]
) -> list[Report]:
    """A flat file. One of a workspace's own has its period, and may have its unit, above the table or as chosen."""
    is_of_unit = not {"unit", "level"} & placed.places.keys()
    if not form.is_own:
        findings += unread_columns(placed)
    if not form.is_own and not is_of_unit:
        return map_flat(form, placed, names, asked.period, findings)
    above, period, unit = placed.header_top, asked.period, None
    lines = read_lines(form, placed.sheet, above)
    if not {"period", "from"} & placed.places.keys():
        stated = stated_period(form, lines, placed.sheet, above)
        period = _period(lines, placed.sheet, stated, reference, asked.period, findings)
    if is_of_unit:
        unit = asked.unit if not form.is_of_one_unit else None
        unit = unit or reporting_unit(form, names, placed.sheet, above, lines, period, asked, findings)
    if any(f.severity == "reject" for f in findings):
        return []
    table = own_table(Job(form, names, period or _NO_PERIOD, findings), placed, unit)
    return map_flat(form, table, names, period, findings)


_NO_PERIOD = Period("", "custom", "", date(1, 1, 1), date(9999, 12, 31))
_NO_UNIT = Unit("", "", "", "province")


def _period(
    lines: Lines,
    sheet: Sheet,
    stated: StatedPeriod,
    reference: Reference,
    given: Period | None,
    findings: list[Finding],
) -> Period | None:
    """The file's period, with the dates that the workspace already has for it."""
    at = lines.places.get("period") or (0, 0)
    regime = get_regime(given.regime if given else reference.default_regime)
    if text := lines.text("regime"):
        found = find_regime(text)
        if found is None:
            message = say("reading.unknown_regime", name=text, regime=regime.name)
            findings.append(finding("warning", "unknown_regime", message, sheet, *lines.places["regime"], value=text))
        regime = found or regime
    period = make_period(stated, regime)
    if period is None and given is None:
        written = lines.text("period")
        why = f"Tệp ghi kỳ “{written}”, không đọc được" if written else "Tệp không ghi kỳ báo cáo"
        message = (
            f"{why}: hãy điền dòng “Kỳ báo cáo” (ví dụ Quý III/2020) ở ô {address(*at)}, hoặc chọn kỳ khi nạp tệp."
        )
        findings.append(finding("reject", "no_period", message, sheet, *at, value=written or None))
        return None
    if _is_contradictory(stated, findings, sheet, at):
        return None
    findings += _unclear_dates(stated, lines, sheet)
    if given is not None:
        if period is not None and not _is_same(stated, period, given):
            message = f"Tệp ghi kỳ {period.label} nhưng kỳ được chọn khi nạp là {given.label}: hãy chọn đúng một kỳ."
            if period.label == given.label:
                message = (
                    f"Tệp ghi kỳ {period.label} của chế độ báo cáo “{period.regime}” nhưng chế độ được chọn khi nạp là "
                    f"“{given.regime}”: hãy chọn chế độ của tệp, hoặc để tệp tự ghi kỳ."
                )
            findings.append(finding("reject", "period_mismatch", message, sheet, *at, value=period.label))
            return None
        return given
    known = (p for p in reference.periods if period and p.period_id == period.period_id)
    return next(known, period)


def _unclear_dates(stated: StatedPeriod, lines: Lines, sheet: Sheet) -> Iterable[Finding]:
    """Dates that are in no calendar or stand the wrong way round: the period's usual ones are taken instead."""
    is_reversed = stated.start is not None and stated.end is not None and stated.start > stated.end
    for id_ in ("period", "from", "to"):
        text = lines.text(id_)
        is_wrong = has_impossible_dates(text) if id_ == "period" else text and parse_date(lines.values[id_]) is None
        if is_wrong or (is_reversed and id_ == "from" and text):
            message = say("reading.no_such_date", value=text)
            yield finding("warning", "unknown_value", message, sheet, *lines.places[id_], value=text)


def _is_contradictory(stated: StatedPeriod, findings: list[Finding], sheet: Sheet, at: tuple[int, int]) -> bool:
    """V16: said to be cumulative, while its figures begin later than the year."""
    if not stated.is_cumulative or stated.start is None or stated.start.month in (12, 1):
        return False
    message = (
        f"Tệp ghi lũy kế nhưng số liệu chỉ từ ngày {stated.start:%d/%m/%Y}: số lũy kế không được cộng lẫn với số trong "
        "kỳ; hãy sửa dòng “Lũy kế” hoặc các ngày."
    )
    findings.append(finding("reject", "V16", message, sheet, *at))
    return True


def _is_same(stated: StatedPeriod, period: Period, given: Period) -> bool:
    if period.label == given.label and period.regime == given.regime:
        return True
    if stated.label is not None:
        return False
    days = (min(period.end, given.end) - max(period.start, given.start)).days + 1
    return 2 * days > (period.end - period.start).days + 1


def _source(lines: Lines) -> str | None:
    parts = [lines.text("source")]
    if number := lines.text("document_no"):
        parts.append(f"số {number}")
    if day := parse_date(lines.values.get("document_date")):
        parts.append(f"ngày {day:%d/%m/%Y}")
    return ", ".join(part for part in parts if part) or None


def _to_unicode(sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], list[Finding]]:
    """Sheets typed in TCVN3 or VNI fonts with their texts as Unicode, and one finding for each sheet and encoding."""
    converted, findings = [], []
    for sheet in sheets:
        first = _first_legacy(sheet)
        if first is None:
            converted.append(sheet)
            continue
        r, c, encoding = first
        message = say("reading.legacy_font", cell=address(r, c), encoding=encoding)
        findings.append(finding("warning", "legacy_font", message, sheet, r, c, value=sheet.rows[r][c]))
        rows = [
            [_meant(cell, encoding) if isinstance(cell, str) and not cell.isascii() else cell for cell in row]
            for row in sheet.rows
        ]
        converted.append(replace(sheet, rows=rows))
    return tuple(converted), findings


def _meant(text: str, encoding: LegacyEncoding) -> str:
    """A text of a sheet that uses an old font: converted when that makes more of its words Vietnamese."""
    if max(text) > "\u00ff":
        return text
    converted = to_unicode(text, encoding)
    return converted if _syllables(converted) > _syllables(text) else text


def _syllables(text: str) -> int:
    return sum(map(is_syllable, normalise(text).split()))


def _first_legacy(sheet: Sheet) -> tuple[int, int, LegacyEncoding] | None:
    seen: set[str] = set()
    for r, row in enumerate(sheet.rows[:_LEGACY_ROWS]):
        for c, cell in enumerate(row):
            if isinstance(cell, str) and cell not in seen and not cell.isascii():
                seen.add(cell)
                if encoding := detect_legacy(cell):
                    return r, c, encoding
    return None


def _unknown_form(sheets: Sequence[Sheet]) -> Finding:
    names = ", ".join(f"“{sheet.name}”" for sheet in sheets[:4] if sheet.name)
    message = (
        f"Không nhận ra biểu mẫu nào trong tệp{f' (các trang {names})' if names else ''}: "
        "hãy dùng biểu 06, biểu tổng hợp, biểu số liệu CCHC hoặc dữ liệu phẳng, giữ nguyên dòng tiêu đề của biểu."
    )
    return finding("reject", "unknown_form", message)


def _no_figures(found: Recognised) -> Finding:
    message = f"Tệp đúng biểu “{found.form.name}” nhưng không có dòng số liệu nào được nhận: hãy kiểm tra lại nội dung."
    return finding("reject", "no_figures", message, found.placed[0].sheet)
