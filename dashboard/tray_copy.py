"""The copy of a file that goes back to who sent it, with what was found marked in it; the file itself is untouched."""

from pathlib import PurePath

from dashboard.exports.marked_copy import marked_workbook
from dashboard.figures import Context
from dashboard.ingest.workbook import open_csv, open_workbook
from dashboard.store import tray as shelf
from dashboard.store.accept import original_path
from dashboard.store.tray import Entry
from dashboard.tray import TrayError, preview

MOST_CELLS = 300_000
"""A larger file is not copied: the list of what was found goes back alone."""


def name_of_copy(entry: Entry) -> str:
    return f"{PurePath(entry.name).stem}_ket-qua-kiem-tra.xlsx"


def marked_copy(context: Context, entry: Entry, language: str = "vi") -> bytes:
    """The marked copy of a file, always an .xlsx. Raises `TrayError` where the file is gone."""
    content = content_of(context, entry)
    findings = preview(context, entry).get("findings", [])
    is_text = PurePath(entry.name).suffix.lower() in (".csv", ".tsv", ".txt")
    sheets, _ = (open_csv if is_text else open_workbook)(entry.name, content)
    if sum(len(row) for sheet in sheets for row in sheet.rows) > MOST_CELLS:
        sheets = ()
    is_kept = sheets and entry.name.lower().endswith(".xlsx")
    plain = [(sheet.name, sheet.rows) for sheet in sheets if not sheet.is_hidden]
    return marked_workbook(content if is_kept else None, plain, findings, language)


def content_of(context: Context, entry: Entry) -> bytes:
    """The bytes of a file as they came, from the tray or from among the originals; raises `TrayError`."""
    found = shelf.content(context.workspace, entry)
    if found is not None:
        return found
    try:
        return original_path(context.workspace, entry.sha256, entry.name).read_bytes()
    except OSError:
        raise TrayError("lost", name=entry.name) from None
