"""Commands that make a file of a period's figures: export workbook, export deck."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from dashboard import figures
from dashboard.cli.options import AsOf, Frozen, Json, Regime, Vertical, WorkspaceName, context_of
from dashboard.cli.output import print_json, say
from dashboard.conference.gather import gather
from dashboard.conference.slides import deck as deck_of
from dashboard.exports.deck_pptx import to_pptx
from dashboard.exports.workbook import write_workbook
from dashboard.period_book.book import period_book
from dashboard.store.connection import VIETNAM

export_app = typer.Typer(help="Xuất báo cáo, bảng số liệu · Reports and tables as files.", no_args_is_help=True)

Period = Annotated[str, typer.Option(help="Kỳ: 2020-02, 2020-Q3, 2020-H1, 2020-9M, 2020 · period")]
Out = Annotated[Path, typer.Option(help="Tệp sẽ ghi · the file to write")]
OneUnit = Annotated[str | None, typer.Option(help="Chỉ một đơn vị (mã hoặc tên) · one unit")]

Language = Annotated[Literal["vi", "en"], typer.Option("--lang", help="Ngôn ngữ · language")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    export_app.command()(workbook)
    export_app.command()(deck)
    app.add_typer(export_app, name="export")


def workbook(
    period: Period,
    out: Out,
    workspace: WorkspaceName = None,
    unit: OneUnit = None,
    regime: Regime = None,
    as_of: AsOf = None,
    vertical: Vertical = False,
    as_json: Json = False,
) -> None:
    """Toàn bộ số liệu của một kỳ thành một tệp Excel · All figures of a period as a workbook."""
    context = context_of(workspace, as_of, includes_vertical=vertical)
    known = figures.resolve_period(context, period, regime)
    asked = None if unit is None else figures.resolve_unit(context, unit, known.period)
    book = period_book(context, known, datetime.now(VIETNAM), unit=asked)
    _written(out, write_workbook(book), as_json)


def deck(
    period: Period,
    out: Out,
    workspace: WorkspaceName = None,
    unit: OneUnit = None,
    frozen: Frozen = None,
    as_of: AsOf = None,
    regime: Regime = None,
    vertical: Vertical = False,
    template: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Tệp mẫu .pptx của cơ quan · the office's template")
    ] = None,
    language: Language = "vi",
    as_json: Json = False,
) -> None:
    """Bài trình chiếu PowerPoint · A PowerPoint deck with native charts and tables."""
    context = context_of(workspace, as_of, frozen=frozen, includes_vertical=vertical)
    found = gather(context, period, unit, made=datetime.now(VIETNAM), regime=regime, language=language)
    _written(out, to_pptx(deck_of(found), template), as_json)


def _written(out: Path, content: bytes, as_json: bool) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    if as_json:
        print_json({"file": str(out), "bytes": len(content)})
    else:
        say(f"Đã ghi {out} ({len(content):,} byte).".replace(",", "."))
