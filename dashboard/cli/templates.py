"""The command that writes templates: the forms of a period, prepared for one unit or for all."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard import templates as use
from dashboard.cli.options import Json, Regime, WorkspaceName, context_of
from dashboard.cli.output import print_json, say


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(template)


def template(
    period: Annotated[str, typer.Option(help="Kỳ · period")],
    out: Annotated[Path, typer.Option(help="Tệp .xlsx (một biểu) hoặc .zip sẽ ghi · the .xlsx or .zip to write")],
    workspace: WorkspaceName = None,
    unit: Annotated[str | None, typer.Option(help="Đơn vị (mã hoặc tên) · unit")] = None,
    form: Annotated[str | None, typer.Option(help="bieu_06, so_lieu_cchc · form")] = None,
    regime: Regime = None,
    as_json: Json = False,
) -> None:
    """Lập mẫu báo cáo đã điền sẵn đơn vị và kỳ · Write templates with unit and period filled in."""
    found = use.templates(context_of(workspace), period, unit=unit, form=form, regime=regime)
    is_single = out.suffix.lower() == ".xlsx"
    if is_single and len(found) > 1:
        found = found[:1] if unit else found
    if (is_single and len(found) > 1) or out.suffix.lower() not in (".xlsx", ".zip"):
        raise ValueError("Nhiều mẫu được ghi vào một tệp .zip; tệp .xlsx chỉ chứa một biểu của một đơn vị (--unit).")
    out.write_bytes(found[0].content if is_single else use.zipped(found))
    listed = [{"file": t.file_name, "unit": t.unit.unit_id, "form": t.form} for t in found]
    if as_json:
        print_json({"out": str(out), "templates": listed})
    else:
        say(f"Đã ghi {len(listed)} mẫu vào {out}.")
