"""Commands on what must be reported by when: regime list, set, withdraw, exception, open, holidays, holiday."""

from datetime import date
from typing import Annotated, Any

import typer

from dashboard import opening, regimes
from dashboard.cli.options import Json, Regime, WorkspaceName, context_of, day_of
from dashboard.cli.output import print_json, print_rows, say
from dashboard.ledger import DayOff, RegimeRule
from dashboard.report import PeriodKind

app = typer.Typer(help="Chế độ báo cáo, hạn nộp, mở kỳ · Regimes, due days, opening periods.", no_args_is_help=True)

Day = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Ngày · day")]
Reason = Annotated[str, typer.Option(help="Lý do · reason")]
Version = Annotated[int, typer.Option(help="Phiên bản đã đọc · the version that was read")]


def register(to: typer.Typer) -> None:
    """Add these commands to the application."""
    to.add_typer(app, name="regime")


@app.command("list")
def list_rules(workspace: WorkspaceName = None, as_json: Json = False) -> None:
    """Quy định đang có: của tỉnh, rồi quy định dựng sẵn · The rules in force, the province's own first."""
    context = context_of(workspace)
    own = [
        _shown(row["rule"]) | {"id": row["rule_id"], "version": row["version"]} for row in regimes.own_rules(context)
    ]
    rows = [*own, *({"id": None, "version": None} | _shown(rule) for rule in opening.presets())]
    if as_json:
        print_json({"rules": rows})
    else:
        print_rows(rows, ["id", "version", "regime", "kind", "level", "unit_type", "due", "day_off", "document"])


@app.command("set")
def set_rule(
    document: Annotated[str, typer.Option(help="Văn bản quy định · the document that says so")],
    due: Annotated[str, typer.Option(help="Hạn: before_day:20:of_last_month, by_day:5:of_next_month · due day")],
    workspace: WorkspaceName = None,
    regime: Annotated[str, typer.Option(help="Chế độ báo cáo · regime")] = "cchc",
    kind: Annotated[PeriodKind, typer.Option(help="Loại kỳ · kind of period")] = "month",
    window: Annotated[str, typer.Option(help="Khoảng số liệu: calendar, 15_to_14, custom · window")] = "calendar",
    day_off: Annotated[DayOff, typer.Option(help="Hạn rơi vào ngày nghỉ · due on a day off")] = "keep",
    level: Annotated[str | None, typer.Option(help="Chỉ cho một cấp · of one level")] = None,
    unit_type: Annotated[str | None, typer.Option(help="Chỉ cho một loại đơn vị · of one kind")] = None,
    exempt: Annotated[bool, typer.Option("--exempt", help="Không phải báo cáo · owes no report")] = False,
    form: Annotated[list[str] | None, typer.Option(help="Biểu phải có, lặp lại được · a required form")] = None,
    since: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="Từ ngày · valid from")] = "2000-01-01",
    until: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Đến ngày · valid to")] = None,
    change: Annotated[int | None, typer.Option(help="Sửa quy định số · change this rule")] = None,
    version: Annotated[int, typer.Option(help="Phiên bản đã đọc · the version that was read")] = 1,
    reason: Annotated[str, typer.Option(help="Lý do sửa · why it changes")] = "",
    as_json: Json = False,
) -> None:
    """Thêm hoặc sửa một quy định; kỳ đang mở theo ngay, kỳ đã chốt giữ nguyên · Add or change a rule."""
    rule = RegimeRule(
        regime, kind, window, due, document, day_of(since), _day(until),
        day_off, level, unit_type, "exempt" if exempt else "due", tuple(form or ()),
    )  # fmt: skip
    context = context_of(workspace)
    if change is None:
        _done({"rule": regimes.add_rule(context, rule, reason or None), "version": 1}, "Đã ghi quy định.", as_json)
    else:
        regimes.change_rule(context, change, version, rule, reason)
        _done({"rule": change, "version": version + 1}, "Đã ghi phiên bản mới.", as_json)


@app.command("withdraw")
def withdraw(
    rule: Annotated[int, typer.Argument(metavar="ID", help="Số hiệu · number")],
    version: Version,
    reason: Reason,
    workspace: WorkspaceName = None,
    as_json: Json = False,
) -> None:
    """Rút một quy định · Take a rule back."""
    regimes.withdraw_rule(context_of(workspace), rule, version, reason)
    _done({"rule": rule, "version": version + 1}, "Đã rút quy định.", as_json)


@app.command("open")
def open_period(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="Kỳ, ví dụ 2026-11 · period")],
    workspace: WorkspaceName = None,
    regime: Regime = None,
    start: Day = None,
    end: Day = None,
    due: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Hạn riêng của kỳ · its own day")] = None,
    as_json: Json = False,
) -> None:
    """Mở kỳ: lập danh sách đơn vị phải báo cáo và hạn nộp · Open a period: who owes a report by when."""
    context = context_of(workspace)
    plan = opening.open_period(context, period, regime, start=_day(start), end=_day(end), due_on=_day(due))
    days = [day.isoformat() for day in plan.days]
    document = {
        "period": plan.period.period_id, "start": plan.period.start, "end": plan.period.end, "due": plan.due,
        "exempt": plan.exempt, "due_on": days,
    }  # fmt: skip
    _done(document, f"Đã mở kỳ {plan.period.period_id}: {plan.due} đơn vị, hạn {', '.join(days)}.", as_json)


@app.command("exception")
def exception(
    unit: Annotated[str, typer.Option(help="Đơn vị (mã hoặc tên) · unit")],
    period: Annotated[str, typer.Option(help="Kỳ · period")],
    reason: Reason,
    workspace: WorkspaceName = None,
    due: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Gia hạn đến; không ghi là miễn · until")
    ] = None,
    ends: Annotated[bool, typer.Option("--end", help="Bỏ miễn trừ hoặc gia hạn · take it back")] = False,
    as_json: Json = False,
) -> None:
    """Miễn hoặc gia hạn cho một đơn vị trong một kỳ · Exempt a unit in a period, or give it until a day."""
    regimes.except_unit(context_of(workspace), unit, period, reason, due_on=_day(due), ends=ends)
    _done({"unit": unit, "period": period, "due_on": due, "ended": ends}, "Đã ghi.", as_json)


@app.command("holidays")
def holidays(
    year: Annotated[int, typer.Option(min=2000, max=2100, help="Năm · year")],
    workspace: WorkspaceName = None,
    as_json: Json = False,
) -> None:
    """Ngày nghỉ trong năm, kể cả ngày tỉnh tự thêm hoặc bỏ · Days off of a year, with those the province decided."""
    rows = regimes.days_off(context_of(workspace), year)
    if as_json:
        print_json({"days": rows})
    else:
        print_rows(rows, ["day", "is_off", "name", "decided"])


@app.command("holiday")
def holiday(
    day: Annotated[str, typer.Argument(metavar="YYYY-MM-DD", help="Ngày · day")],
    reason: Reason,
    workspace: WorkspaceName = None,
    off: Annotated[bool | None, typer.Option("--off/--working", help="Nghỉ hay làm; bỏ trống: như lịch · off")] = None,
    as_json: Json = False,
) -> None:
    """Thêm ngày nghỉ, ngày làm bù, hoặc trả một ngày về như lịch · Say that a day is off, or worked."""
    regimes.set_day_off(context_of(workspace), day_of(day), off, reason)
    _done({"day": day, "is_off": off}, "Đã ghi.", as_json)


def _shown(rule: RegimeRule) -> dict[str, Any]:
    return {
        "regime": rule.regime, "kind": rule.period_kind, "level": rule.level, "unit_type": rule.unit_type,
        "standing": rule.standing, "window": rule.window, "due": rule.due, "day_off": rule.day_off,
        "forms": list(rule.forms), "valid_from": rule.valid_from, "valid_to": rule.valid_to, "document": rule.document,
    }  # fmt: skip


def _day(given: str | None) -> date | None:
    return day_of(given) if given else None


def _done(document: dict[str, Any], words: str, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        say(words)
