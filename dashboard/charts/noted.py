"""Puts notes on a picture: at the points that it draws, in its alt text, and in a column of the table behind it.

A picture of fields draws parts of a figure: notes on the whole are numbered at its title.
"""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.charts import note_marks
from dashboard.charts.note_marks import Note, Place
from dashboard.charts.picture import Picture, Row, TableColumn


def with_notes(picture: Picture, notes: Sequence[Note], place: Place) -> Picture:
    """The picture with the notes whose points it draws: at the points, in alt text and table."""
    marks = held(picture)
    remarks = note_marks.numbered(marks, notes, place)
    if not remarks or picture.is_empty:
        return picture
    look = picture.look
    drawn = [datum for datum in marks if not place.is_part(datum)]
    of_whole = [note.number for note in remarks if not any(place.holds(datum, note) for datum in drawn)]
    title = f"{picture.title} [{', '.join(map(str, of_whole))}]" if of_whole else picture.title
    rows = tuple({**row, "remark": words} if (words := _remark(row, remarks)) else row for row in picture.rows)
    has_column = any("remark" in row for row in rows)
    columns = (*picture.columns, TableColumn("remark", look.say("notes.note"))) if has_column else picture.columns
    said = " ".join(look.say("notes.alt", number=str(note.number), words=note.words) for note in remarks)
    return replace(
        picture,
        title=title,
        alt_text=f"{picture.alt_text} {said}",
        columns=columns,
        rows=rows,
        remarks=remarks,
        place=place,
    )


def held(picture: Picture) -> Sequence[Row]:
    """What of a picture notes can be bound to: its marks, or where none can be picked the units of its table."""
    return note_marks.points(picture.spec()) or [row for row in picture.rows if row.get("unit_id")]


def _remark(row: Row, remarks: Sequence[Note]) -> str:
    """The notes on a line of the table: on its unit, or on its period (and level, where lines have one)."""
    named = row.get("unit_id") or row.get("id")

    def is_its(note: Note) -> bool:
        if named:
            return named in (note.unit_id, note.level)
        if row.get("field_id"):
            return False
        return row.get("period") == note.period and ("level" not in row or row["level"] == note.level)

    return " ".join(f"[{note.number}] {note.words}" for note in remarks if is_its(note))
