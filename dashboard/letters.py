"""Letters to units whose report is missing, the annex of who reported, and the list for a mail merge.

Everything in them comes from `chasing`; what they look like is `exports`' business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard import chasing
from dashboard.chasing import Chase, ChasingError
from dashboard.closing import standing
from dashboard.exports import administrative
from dashboard.exports import annex as annexes
from dashboard.exports.administrative import Annex, Paper
from dashboard.exports.annex import Line
from dashboard.exports.document import Column, Paragraph, Table
from dashboard.exports.word_body import Block
from dashboard.figures import Context
from dashboard.metrics import format as fmt
from dashboard.office import Sender, letter_symbol, sender_of, template_of
from dashboard.store import read as store
from dashboard.words import has, text

MOST_ADDRESSEES = 10
"""A letter to more than so many names them in its annex."""
_UNDER_A_COMMITTEE = ("commune", "ward", "special_zone", "town", "district", "city")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is asked of a letter: its number (blank for the registry), its day, until when, and whether one for all."""

    units: tuple[str, ...] = ()
    number: int | None = None
    day: date | None = None
    deadline: date | None = None
    is_for_all: bool = False


def write_letters(context: Context, asked: Chase, letter: Letter) -> bytes:
    """The Word file of a letter to all, or of a numbered letter to each, every one from a new page.

    Raises `ChasingError`, `NotFound`, and `TemplateProblem` where the office's own template cannot be filled.
    """
    if letter.number is not None and letter.number < 1:
        raise ChasingError("number")
    rows = chasing.chosen(context, asked, letter.units)
    sender, template = sender_of(context), template_of(context, "cong_van")
    if letter.is_for_all:
        return administrative.to_docx(_to_all(sender, asked, letter, rows), template)
    papers = (_to_one(sender, asked, letter, row, at) for at, row in enumerate(rows))
    return administrative.to_docx(tuple(papers), template)


def annex_of(context: Context, asked: Chase) -> annexes.Annex:
    """The annex of who sent a report of a period: units by level, and the totals row."""
    rows = chasing.annex_rows(context, asked)
    counts = {row["unit_id"]: row["reminders"] for row in chasing.owing(context, asked)}
    lines: list[Line] = []
    number = 0
    for row in rows:
        if row["level"] is None:
            name = text("annex.total")
            lines.append(Line("total", name, reported=row["reported"], missing=row["missing"]))
        elif row["unit_id"] is None:
            number = 0
            lines.append(Line("level", text(f"level.{row['level']}").upper()))
        else:
            number += 1
            lines.append(
                Line(
                    "unit", row["unit_name"], number, row["reported"], row["missing"], row["submitted_on"],
                    row["days_late"], _note(row, counts.get(row["unit_id"], 0)),
                )
            )  # fmt: skip
    title = text("annex.title", report=report_name(asked), period=fmt.period_name(asked.period))
    return annexes.Annex(title, tuple(lines), _notes(context, asked, rows[-1]["due_on"] if rows else None))


def annex_docx(context: Context, asked: Chase) -> bytes:
    """The annex as a Word file of its own, in the styles of the office's template of reports."""
    found = annex_of(context, asked)
    blocks: list[Block] = [annexes.to_table(found), *(Paragraph(note, True) for note in found.notes)]
    sender = sender_of(context)
    symbol = "-".join(part for part in ("BC", sender.office.symbol) if part)
    paper = Paper(sender.office, found.title, symbol, (), kind=text("annex.report"), year=asked.on_day.year)
    return administrative.annex_docx(paper, Annex(found.title, tuple(blocks)), template_of(context, "van_ban"))


def annex_xlsx(context: Context, asked: Chase) -> bytes:
    """The annex as an Excel file."""
    return annexes.to_xlsx(annex_of(context, asked))


def merge_list(context: Context, asked: Chase, letter: Letter) -> list[Row]:
    """One line for each letter, with everything that a mail merge in Word fills in."""
    sender = sender_of(context)
    rows = chasing.chosen(context, asked, letter.units)
    return [
        {
            "unit": row["unit_name"],
            "addressed": addressed(row),
            "report": report_name(asked),
            "period": fmt.period_name(asked.period),
            "due_on": row["due_on"],
            "days_overdue": row["days_overdue"],
            "reminders": row["reminders"],
            "document_no": _document_no(sender, letter, at),
            "day": letter.day,
            "deadline": letter.deadline,
        }
        for at, row in enumerate(rows)
    ]


def report_name(asked: Chase) -> str:
    """What the report is called in its regime: "báo cáo cải cách hành chính"."""
    key = f"regime_report.{asked.period.regime}"
    return text(key if has(key) else "regime_report.other")


def addressed(row: Row) -> str:
    """A unit as a letter addresses it: the people's committee of a commune, any other office by its name."""
    name = str(row["unit_name"])
    if row["unit_type"] not in _UNDER_A_COMMITTEE or name.upper().startswith("UBND"):
        return name
    return f"UBND {name[:1].lower()}{name[1:]}"


def _to_one(sender: Sender, asked: Chase, letter: Letter, row: Row, at: int) -> Paper:
    unit = addressed(row)
    key = "letter.missing" if row["status"] == "missing" else "letter.not_due"
    words = [
        _rule(sender, asked, row["due_on"]),
        text(key, office=sender.office.name, unit=unit, day=fmt.day(asked.on_day), **_left(row)),
        *_record(unit, row),
        _request(sender, unit, letter),
    ]
    number = None if letter.number is None else letter.number + at
    return _paper(sender, asked, letter, words, (unit,), number)


def _to_all(sender: Sender, asked: Chase, letter: Letter, rows: Sequence[Row]) -> Paper:
    names = tuple(addressed(row) for row in rows)
    to = names if len(names) <= MOST_ADDRESSEES else (text("letter.those_listed"),)
    count = fmt.count(len(rows))
    dues = {row["due_on"] for row in rows}
    words = [
        _rule(sender, asked, dues.pop() if len(dues) == 1 else None),
        text("letter.missing_all", office=sender.office.name, count=count, day=fmt.day(asked.on_day)),
        _request(sender, text("letter.the_units"), letter),
    ]
    paper = _paper(sender, asked, letter, words, to, letter.number)
    return Paper(
        paper.office, paper.subject, paper.symbol, paper.blocks, number=paper.number, day=paper.day, year=paper.year,
        to=to, recipients=paper.recipients, annexes=(Annex(text("letter.list", period=fmt.period_name(asked.period)),
                                                          (_list(rows),)),),
    )  # fmt: skip


def _paper(
    sender: Sender, asked: Chase, letter: Letter, words: Sequence[str], to: tuple[str, ...], number: int | None
) -> Paper:
    office = sender.office
    report, period = report_name(asked), fmt.period_name(asked.period)
    copies = [text("letter.as_above"), text("letter.parent", parent=office.parent) if office.parent else "",
              text("letter.archive", archive=sender.archive) if sender.archive else ""]  # fmt: skip
    return Paper(
        office,
        text("letter.subject", report=report, period=period),
        letter_symbol(sender),
        tuple(Paragraph(one) for one in words),
        number=number,
        day=letter.day,
        year=asked.on_day.year,
        to=to,
        recipients=tuple(line for line in copies if line),
    )


def _rule(sender: Sender, asked: Chase, due_on: date | None) -> str:
    period = asked.period
    said = {
        "report": report_name(asked), "period": fmt.period_name(period), "office": sender.office.name,
        "start": fmt.day(period.start), "end": fmt.day(period.end),
    }  # fmt: skip
    if due_on is None:
        return text("letter.rule_undated", **said)
    return text("letter.rule", due=fmt.day(due_on), **said)


def _left(row: Row) -> dict[str, str]:
    return {} if row["status"] == "missing" else {"days": fmt.count(row["days_left"])}


def _record(unit: str, row: Row) -> list[str]:
    """Who is usually late is told so, and who was reminded before."""
    words = []
    if row["past_late"] or row["past_missing"]:
        late, missing = fmt.count(row["past_late"]), fmt.count(row["past_missing"])
        words.append(text("letter.past", unit=unit, periods=fmt.count(row["past_due"]), late=late, missing=missing))
    if row["reminders"]:
        number = f" ({row['last_document_no']})" if row["last_document_no"] else ""
        day = fmt.day(row["last_reminded_on"])
        words.append(text("letter.reminded", times=fmt.count(row["reminders"]), day=day, document=number))
    return words


def _request(sender: Sender, unit: str, letter: Letter) -> str:
    asked = {"office": sender.office.name, "unit": unit}
    words = text("letter.request_by", deadline=fmt.day(letter.deadline), **asked) if letter.deadline else text(
        "letter.request", **asked)  # fmt: skip
    contact = " " + text("letter.contact", contact=sender.contact) if sender.contact else ""
    return f"{words}{contact} {text('letter.end')}"


def _list(rows: Sequence[Row]) -> Table:
    columns = (
        Column(text("annex.number"), "center", 8), Column(text("annex.name"), "left", 40),
        Column(text("letter.days_overdue"), "center", 14), Column(text("letter.times"), "center", 14),
        Column(text("letter.usually"), "left", 32),
    )  # fmt: skip
    return Table(columns, tuple(
        (
            fmt.count(at), addressed(row), fmt.count(row["days_overdue"]), fmt.count(row["reminders"]),
            text("letter.usual_counts", late=fmt.count(row["past_late"]), missing=fmt.count(row["past_missing"]),
                 periods=fmt.count(row["past_due"])),
        )
        for at, row in enumerate(rows, start=1)
    ))  # fmt: skip


def _document_no(sender: Sender, letter: Letter, at: int) -> str | None:
    if letter.number is None:
        return None
    number = letter.number if letter.is_for_all else letter.number + at
    return f"{administrative.number_words(number)}/{letter_symbol(sender)}"


def _note(row: Row, reminders: int) -> str:
    status = row["status"]
    if status == "missing":
        return text("annex.reminded", times=fmt.count(reminders)) if reminders else ""
    return text(f"annex.note_{status}") if has(f"annex.note_{status}") else ""


def _notes(context: Context, asked: Chase, due: date | None) -> tuple[str, ...]:
    """The due day, of which day the annex is, whether the figures are final, and that they are invented."""
    notes = [
        text("annex.due", due=fmt.day(due)) if due else text("annex.no_due"),
        text("annex.as_of", day=fmt.day(asked.on_day), standing=standing(context)),
    ]
    if store.setting(context.workspace, "is_demo") == "1":
        notes.append(text("app.demo_note"))
    return tuple(notes)
