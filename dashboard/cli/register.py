"""Commands on the register of reports: register list, receive, correct, withdraw, exempt, history."""

from datetime import date
from typing import Annotated, Any

import typer

from dashboard import regimes
from dashboard import register as use
from dashboard.cli.options import AsOf, Json, Regime, WorkspaceName, context_of, day_of
from dashboard.cli.output import print_json, print_rows, say
from dashboard.figures import resolve_period, resolve_unit
from dashboard.ledger import Receipt
from dashboard.store.connection import VIETNAM, now

app = typer.Typer(help="Sổ theo dõi báo cáo · The register of reports.", no_args_is_help=True)

Unit = Annotated[str, typer.Option(help="Đơn vị (mã hoặc tên) · unit")]
Period = Annotated[str, typer.Option(help="Kỳ · period")]
Reason = Annotated[str, typer.Option(help="Lý do · reason")]
Number = Annotated[str | None, typer.Option(help="Số văn bản · number of the document")]
Dated = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Ngày văn bản · date of the document")]
On = Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="Ngày nhận; không rõ thì bỏ · received on")]
Channel = Annotated[str | None, typer.Option(help="Cách nhận · channel")]
Lacking = Annotated[list[str] | None, typer.Option(help="Biểu còn thiếu, lặp lại được · a form that lacks")]
Note = Annotated[str | None, typer.Option(help="Ghi chú · note")]
Id = Annotated[int, typer.Argument(metavar="ID", help="Số hiệu lần nhận · number of the arrival")]


def register(to: typer.Typer) -> None:
    """Add these commands to the application."""
    to.add_typer(app, name="register")


@app.command("list")
def list_lines(
    period: Period,
    workspace: WorkspaceName = None,
    regime: Regime = None,
    status: Annotated[str | None, typer.Option(help="Chỉ một trạng thái, ví dụ missing · of one status")] = None,
    level: Annotated[str | None, typer.Option(help="Cấp: province, district, commune · level")] = None,
    on_day: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="Xét đến ngày · as on a day")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Sổ của một kỳ: ai đã nộp, ngày nào, còn thiếu gì · The register of a period."""
    context = context_of(workspace, as_of)
    period_id = resolve_period(context, period, regime).period.period_id
    day = day_of(on_day) if on_day else now().astimezone(VIETNAM).date()
    rows = [
        row
        for row in use.lines(context, [period_id], day)
        if status in (None, row["status"]) and level in (None, row["level"])
    ]
    if as_json:
        print_json(rows)
    else:
        print_rows(
            rows, ["unit_name", "due_on", "received_on", "document_no", "status", "days_late", "lacking", "note"]
        )


@app.command("receive")
def receive(
    unit: Unit,
    period: Period,
    workspace: WorkspaceName = None,
    on: On = None,
    number: Number = None,
    dated: Dated = None,
    channel: Channel = None,
    lacking: Lacking = None,
    note: Note = None,
    as_json: Json = False,
) -> None:
    """Ghi sổ một báo cáo đã nhận; số liệu có thể nạp sau · Enter an arrival; figures may come later."""
    forms = None if lacking is None else tuple(lacking)
    receipt = Receipt("", "", _day(on), number, _day(dated), channel, lacking=forms, note=note)
    _done({"receipt": use.receive(context_of(workspace), unit, period, receipt), "version": 1}, as_json)


@app.command("correct")
def correct(
    receipt: Id,
    unit: Unit,
    period: Period,
    version: Annotated[int, typer.Option(help="Phiên bản đã đọc · the version that was read")],
    reason: Reason,
    workspace: WorkspaceName = None,
    on: On = None,
    number: Number = None,
    dated: Dated = None,
    channel: Channel = None,
    lacking: Lacking = None,
    note: Note = None,
    as_json: Json = False,
) -> None:
    """Sửa một lần nhận: ghi phiên bản tiếp theo · The next version of an arrival."""
    context = context_of(workspace)
    known = resolve_period(context, period).period
    given = {
        "received_on": _day(on), "document_no": number, "document_on": _day(dated), "channel": channel,
        "lacking": None if lacking is None else tuple(lacking), "note": note,
    }  # fmt: skip
    changed = {name: value for name, value in given.items() if value is not None}
    unit_id = resolve_unit(context, unit, known).unit_id
    use.save(context, known.period_id, [use.Edit(unit_id, changed, receipt, version)], reason)
    _done({"receipt": receipt, "version": version + 1}, as_json)


@app.command("withdraw")
def withdraw(receipt: Id, reason: Reason, workspace: WorkspaceName = None, as_json: Json = False) -> None:
    """Rút một lần nhận ghi nhầm · Take back an arrival that was entered by mistake."""
    use.withdraw(context_of(workspace), receipt, reason)
    _done({"receipt": receipt, "withdrawn": True}, as_json)


@app.command("exempt")
def exempt(unit: Unit, period: Period, reason: Reason, workspace: WorkspaceName = None, as_json: Json = False) -> None:
    """Miễn báo cáo cho một đơn vị trong một kỳ · Exempt a unit from the report of a period."""
    regimes.except_unit(context_of(workspace), unit, period, reason)
    _done({"unit": unit, "period": period, "exempt": True}, as_json)


@app.command("history")
def history(
    unit: Unit, period: Period, workspace: WorkspaceName = None, as_of: AsOf = None, as_json: Json = False
) -> None:
    """Ai ghi gì, khi nào, vì sao; không sửa được · Who entered what, when and why."""
    context = context_of(workspace, as_of)
    known = resolve_period(context, period).period
    unit_id = resolve_unit(context, unit, known).unit_id
    rows = context.rows("register_history", period_id=known.period_id, unit_id=unit_id)
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ["entered_at", "entered_by", "event", "received_on", "document_no", "due_on", "reason"])


def _day(given: str | None) -> date | None:
    return day_of(given) if given else None


def _done(document: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        say("Đã ghi sổ.")
