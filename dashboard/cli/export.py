"""Commands that write a file of a period: export deck, report, workbook, brief, handout, html, picture.

Each is made in two steps: the workspace is asked once for a finished model, and a writer that knows no workspace makes
the bytes.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from dashboard import publishing
from dashboard.cli.options import AsOf, Frozen, Json, Regime, Vertical, WorkspaceName, context_of
from dashboard.cli.output import print_json, progress_bar, say
from dashboard.conference import pictures
from dashboard.conference.gather import gather
from dashboard.conference.model import Conference
from dashboard.exports.deck import Deck
from dashboard.figures import Context, NotFound
from dashboard.publishing import Job, Product
from dashboard.store.connection import VIETNAM

export_app = typer.Typer(help="Xuất tài liệu của một kỳ · Files of a period.", no_args_is_help=True)

HELP: dict[Product, str] = {
    "deck": "Bài trình chiếu PowerPoint · A PowerPoint deck with native charts and tables.",
    "report": "Báo cáo định kỳ: Word, hoặc PDF nếu tên tệp là .pdf · The periodic report, Word or PDF.",
    "workbook": "Mọi số liệu của kỳ trong một tệp Excel · All figures of a period as a workbook.",
    "brief": "Trang tin lãnh đạo, một trang A4 (PDF) · The brief for leaders, one page.",
    "handout": "Tài liệu phát tay của bài trình chiếu (PDF) · The deck as a handout.",
    "html": "Một tệp HTML có biểu đồ, mở không cần mạng · One HTML file that needs no network.",
}
CHARTS = (*pictures.DRAWN, pictures.AREAS)
Out = Annotated[Path, typer.Option("--out", help="Tệp sẽ ghi · the file to write")]
Period = Annotated[str, typer.Option(help="Kỳ: 2020-02, 2020-Q3, 2020-H1, 2020-9M, 2020 · period")]
Unit = Annotated[str | None, typer.Option(help="Chỉ một đơn vị (mã hoặc tên) · one unit only")]
Language = Annotated[Literal["vi", "en"], typer.Option("--lang", help="Ngôn ngữ · language")]
Template = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="Mẫu .pptx hoặc .docx của cơ quan · the office's own template"),
]

SavedDeck = Annotated[
    str | None, typer.Option("--deck", help="Trang như bộ trình chiếu đã lưu này · slides as in this saved deck")
]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for product, words in HELP.items():
        export_app.command(product, help=words)(_command(product))
    export_app.command("picture", help="Một biểu đồ thành PNG hoặc SVG · One chart as PNG or SVG.")(picture)
    app.add_typer(export_app, name="export")


def _command(product: Product) -> Callable[..., None]:
    def command(
        period: Period,
        out: Out,
        workspace: WorkspaceName = None,
        unit: Unit = None,
        frozen: Frozen = None,
        as_of: AsOf = None,
        regime: Regime = None,
        vertical: Vertical = False,
        template: Template = None,
        saved_deck: SavedDeck = None,
        language: Language = "vi",
        as_json: Json = False,
    ) -> None:
        context = context_of(workspace, as_of, frozen=frozen, includes_vertical=vertical)
        job = publishing.prepare(
            context,
            "report_pdf" if product == "report" and out.suffix.lower() == ".pdf" else product,
            period,
            made=datetime.now(VIETNAM),
            unit=unit,
            regime=regime,
            language=language,
            template=template.read_bytes() if template else None,
            saved_deck=saved_deck,
        )
        with progress_bar(out.name) as on_progress:
            content = publishing.make(job, lambda done, total: on_progress(done, total, ""))
        _write(out, content, as_json, **_about(job))

    return command


def picture(
    chart: Annotated[str, typer.Option(help=f"Biểu đồ · chart: {', '.join(CHARTS)}")],
    period: Period,
    out: Out,
    workspace: WorkspaceName = None,
    unit: Unit = None,
    frozen: Frozen = None,
    as_of: AsOf = None,
    regime: Regime = None,
    vertical: Vertical = False,
    theme: Annotated[Literal["light", "dark"], typer.Option(help="Nền sáng hoặc tối · theme")] = "light",
    language: Language = "vi",
    as_json: Json = False,
) -> None:
    """Draw a chart with its title and source, at the size of a slide."""
    ending = out.suffix.lower().removeprefix(".")
    if chart not in CHARTS:
        raise NotFound(f"Không có biểu đồ '{chart}'. Có: {', '.join(CHARTS)}.")
    if ending not in ("png", "svg"):
        raise NotFound(f"Tên tệp phải kết thúc bằng .png hoặc .svg: {out.name}.")
    context = context_of(workspace, as_of, frozen=frozen, includes_vertical=vertical)
    told = gather(context, period, unit, made=datetime.now(VIETNAM), regime=regime, language=language)
    rows = _areas(context, told) if chart == pictures.AREAS else ()
    content = pictures.as_file(told, chart, theme, ending, rows)
    if content is None:
        raise NotFound(f"Kỳ {period} không có số liệu để vẽ biểu đồ '{chart}'.")
    _write(out, content, as_json)


def _areas(context: Context, told: Conference) -> list[dict[str, Any]]:
    asked: dict[str, Any] = {"metric_ids": [told.late.id], "period_ids": [told.period_id], "field_ids": []}
    units = [told.unit.unit_id] if told.unit else []
    return context.rows("metric_by_unit_field", **asked, levels=[], unit_ids=units)


def _write(out: Path, content: bytes, as_json: bool, **about: Any) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    if as_json:
        print_json({"file": str(out), "bytes": len(content), **about})
    else:
        say(f"Đã ghi {out}.")


def _about(job: Job) -> dict[str, Any]:
    """Of a deck, its slides and whether its figures are final."""
    if not isinstance(job.model, Deck):
        return {}
    return {"slides": [slide.id for slide in job.model.slides], "standing": job.model.standing}
