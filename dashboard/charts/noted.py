"""Puts notes on a picture: at the points that it draws, in its alt text, and in a column of the table behind it."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.charts import note_marks
from dashboard.charts.note_marks import Note, Place
from dashboard.charts.picture import Look, Picture, Row, TableColumn


def with_notes(picture: Picture, notes: Sequence[Note], place: Place) -> Picture:
    """The picture with the notes whose points it draws: at the points, in alt text and table."""
    remarks = note_marks.numbered(picture.spec(), notes, place)
    if not remarks or picture.is_empty:
        return picture
    look = picture.look
    rows = tuple({**row, "remark": words} if (words := _remark(row, remarks)) else row for row in picture.rows)
    has_column = any("remark" in row for row in rows)
    columns = (*picture.columns, TableColumn("remark", look.say("notes.note"))) if has_column else picture.columns
    said = " ".join(look.say("notes.alt", number=str(note.number), words=note.words) for note in remarks)
    return replace(
        picture, alt_text=f"{picture.alt_text} {said}", columns=columns, rows=rows, remarks=remarks, place=place
    )


def _remark(row: Row, remarks: Sequence[Note]) -> str:
    """The notes on a line of the table: on its unit, or on its period (and level, where lines have one)."""
    unit_id = row.get("unit_id") or row.get("id")

    def is_its(note: Note) -> bool:
        if unit_id is not None:
            return note.unit_id == unit_id
        return row.get("period") == note.period and ("level" not in row or row["level"] == note.level)

    return " ".join(f"[{note.number}] {note.words}" for note in remarks if is_its(note))
