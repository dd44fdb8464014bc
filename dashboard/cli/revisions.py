"""Commands on revisions: revision list, show, withdraw, release; and correct."""

from typing import Annotated

import typer

from dashboard import revisions as use
from dashboard.cli.options import AsOf, Json, WorkspaceName, context_of
from dashboard.cli.output import print_json, print_rows, say
from dashboard.figures import NotFound, resolve_period, resolve_unit
from dashboard.words import text

revision_app = typer.Typer(help="Các lần nhập · Revisions.", no_args_is_help=True)

Ids = Annotated[list[str] | None, typer.Argument(metavar="REVISION…", help="Mã lần nhập: r12 · revisions")]
Reason = Annotated[str, typer.Option(help="Lý do · reason")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.add_typer(revision_app, name="revision")
    app.command()(correct)


@revision_app.command("list")
def listed(
    workspace: WorkspaceName = None,
    period: Annotated[str | None, typer.Option(help="Chỉ một kỳ · one period only")] = None,
    unit: Annotated[str | None, typer.Option(help="Đơn vị (mã hoặc tên) · unit")] = None,
    state: Annotated[list[str] | None, typer.Option(help="in_force, superseded, held, rejected, withdrawn …")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Các lần nhập, lần rút và đính chính · Files that came in, and what was done to them."""
    context = context_of(workspace, as_of)
    periods = [resolve_period(context, period).period.period_id] if period else []
    units = [resolve_unit(context, unit).unit_id] if unit else []
    rows = use.listed(context, period_ids=periods, unit_ids=units, states=state or [])
    if as_json:
        print_json(rows)
    else:
        rows = [row | {"state": text(f"revisions.state_{row['state']}")} for row in rows]
        print_rows(rows, ["revision_id", "state", "file_name", "unit_name", "period_labels", "findings", "entered_by"])


@revision_app.command("show")
def show(
    revision: Annotated[str, typer.Argument(metavar="REVISION", help="Mã lần nhập: r12 · revision")],
    workspace: WorkspaceName = None,
    as_json: Json = False,
) -> None:
    """Một lần nhập: số nào đã đổi so với trước · One revision, and each count that it changed."""
    context = context_of(workspace)
    found = use.listed(context, revision_ids=[revision])
    if not found:
        raise NotFound(text("revisions.problem_unknown", revision=revision))
    changed = context.rows("corrected_counts", revision_id=revision)
    if as_json:
        print_json(found[0] | {"changed": changed})
        return
    print_rows(found, ["revision_id", "state", "file_name", "entered_by", "reason"])
    print_rows(changed, ["unit_name", "period_label", "column_id", "field_name", "old_value", "new_value", "new_cell"])


@revision_app.command("withdraw")
def withdraw(
    reason: Reason,
    revisions: Ids = None,
    workspace: WorkspaceName = None,
    batch: Annotated[str | None, typer.Option(help="Cả đợt · a whole batch")] = None,
    as_json: Json = False,
) -> None:
    """Rút một hoặc nhiều lần nhập; số liệu trước đó có hiệu lực lại · Take revisions back."""
    context = context_of(workspace)
    ids = [*(revisions or []), *(use.batch_of(context, batch) if batch else [])]
    event = use.withdraw(context, ids, reason)
    _done({"event": event, "withdrawn": ids}, f"Đã rút {', '.join(ids)} ({event}).", as_json)


@revision_app.command("release")
def release(
    revision: Annotated[str, typer.Argument(metavar="REVISION", help="Lần nhập đang chờ · held revision")],
    reason: Reason,
    workspace: WorkspaceName = None,
    as_json: Json = False,
) -> None:
    """Nhận một tệp đang chờ xem xét · Let a held file in."""
    accepted = use.release(context_of(workspace), revision, reason)
    _done({"released": revision, "revision": accepted}, f"Đã nhận {revision} thành {accepted}.", as_json)


def correct(
    unit: Annotated[str, typer.Option(help="Đơn vị, cấp (commune) hoặc total · unit, level or total")],
    period: Annotated[str, typer.Option(help="Kỳ · period")],
    column: Annotated[str, typer.Option(help="Cột số liệu, ví dụ resolved_late · counted column")],
    reason: Reason,
    workspace: WorkspaceName = None,
    field: Annotated[str | None, typer.Option(help="Lĩnh vực · field")] = None,
    expected: Annotated[int | None, typer.Option(help="Số đang ghi; bỏ trống: chưa có · what it says")] = None,
    corrected: Annotated[int | None, typer.Option(help="Số đúng; bỏ trống: chưa biết · what it is to be")] = None,
    as_json: Json = False,
) -> None:
    """Đính chính một số đã công bố, nếu báo cáo đúng là đang ghi số đó · Correct a published count."""
    wrong = use.Wrong(unit, period, column, expected, corrected, field)
    event = use.correct(context_of(workspace), wrong, reason)
    _done({"event": event, "expected": expected, "corrected": corrected}, f"Đã đính chính ({event}).", as_json)


def _done(document: dict[str, object], sentence: str, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        say(sentence)
