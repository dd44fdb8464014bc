"""What a command prints: one JSON document on standard output, or a table for people; progress on standard error."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from dashboard.intake import Progress as OnProgress
from dashboard.report import Finding


def print_json(document: Any) -> None:
    """Print one UTF-8 JSON document: dates as ISO text, unknown numbers as null."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1, default=_plain)
    sys.stdout.write("\n")


def print_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as a table, unknown as "–"."""
    table = Table(*columns, show_edge=False, pad_edge=False)
    for row in rows:
        table.add_row(*("–" if row.get(column) is None else str(row[column]) for column in columns))
    console = Console()
    # Cut to the window only where there is one: what goes into a file or another program is whole.
    Console(width=None if console.is_terminal else 10_000).print(table)


def say(message: str) -> None:
    """Tell the user something, on standard error."""
    Console(stderr=True, highlight=False).print(message, markup=False, soft_wrap=True)


def finding_document(finding: Finding) -> dict[str, Any]:
    """A finding as JSON has it."""
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "message": finding.message,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "unit": finding.unit,
        "period": finding.period,
        "column": finding.column,
        "value": finding.value,
        "stated": finding.stated,
        "recomputed": finding.recomputed,
        "difference": finding.difference,
    }


@contextmanager
def progress_bar(title: str) -> Iterator[OnProgress]:
    """A progress bar on standard error; what it yields is called with done, total and the name of the file."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as bar:
        task = bar.add_task(title, total=None)

        def show(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{title} {name[-40:]}")

        yield show


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")
