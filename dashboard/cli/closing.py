"""Commands on frozen figures: close, closings."""

from typing import Annotated

import typer

from dashboard import closing, figures
from dashboard.cli.options import Json, WorkspaceName, context_of
from dashboard.cli.output import print_json, print_rows, say

Name = Annotated[str, typer.Argument(metavar="NAME", help="Tên bộ số liệu chốt · name of the frozen set")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command()(close)
    app.command()(closings)


def close(
    name: Name,
    period: Annotated[str, typer.Option(help="Kỳ · period")],
    workspace: WorkspaceName = None,
    note: Annotated[str, typer.Option(help="Ghi chú · note")] = "",
    as_json: Json = False,
) -> None:
    """Chốt số liệu một kỳ: bộ đã chốt giữ nguyên mãi · Freeze the figures of a period for good."""
    context = context_of(workspace)
    closing.close(context, name, period, note)
    row = closing.closings(context)[0]
    if as_json:
        print_json(row)
    else:
        say(f"Đã chốt {row['figures']} số liệu của kỳ {row['label']} thành bộ “{row['name']}”.")


def closings(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Xem khác biệt từ khi chốt · what differs")
    ] = None,
    workspace: WorkspaceName = None,
    period: Annotated[str | None, typer.Option(help="Chỉ một kỳ · one period only")] = None,
    as_json: Json = False,
) -> None:
    """Các bộ số liệu đã chốt, hoặc những gì đã khác so với một bộ · Frozen sets, or what differs from one."""
    context = context_of(workspace)
    if name is not None:
        rows = closing.differences(context, name)
        columns = ["metric_id", "scope", "unit_name", "level", "old_numerator", "old_denominator", "new_numerator",
                   "new_denominator"]  # fmt: skip
    else:
        period_id = period and figures.resolve_period(context, period).period.period_id
        rows = closing.closings(context, period_id)
        columns = ["set_id", "name", "label", "closed_at", "closed_by", "figures"]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, columns)
