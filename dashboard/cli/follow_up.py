"""Commands that enter explanations, outcomes of promises and notes: explain …, note …."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from dashboard import follow_up, notes
from dashboard.cli.options import AsOf, Json, WorkspaceName, context_of, day_of
from dashboard.cli.output import print_json, print_rows, say
from dashboard.follow_up import Asked
from dashboard.notes import Note
from dashboard.store.connection import VIETNAM

explain_app = typer.Typer(help="Giải trình và cam kết · Explanations and promises.", no_args_is_help=True)
note_app = typer.Typer(help="Ghi chú trên số liệu · Notes on figures.", no_args_is_help=True)

Id = Annotated[int, typer.Argument(metavar="ID", help="Số hiệu · number")]
Version = Annotated[int, typer.Option(help="Phiên bản đã đọc · the version that was read")]
Reason = Annotated[str, typer.Option(help="Lý do · reason")]
Period = Annotated[str, typer.Option(help="Kỳ · period")]
Metric = Annotated[str, typer.Option(help="Mã chỉ số · metric id")]
Day = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Ngày · day")]
Unit = Annotated[str | None, typer.Option(help="Đơn vị (mã hoặc tên) · unit")]
Level = Annotated[str | None, typer.Option(help="Cấp: province, district, commune · level")]
Text = Annotated[str, typer.Option(help="Nội dung · text")]
MaybeText = Annotated[str | None, typer.Option(help="Nội dung · text")]
Cause = Annotated[str | None, typer.Option(help="Mã nguyên nhân · id of the cause")]
Person = Annotated[str | None, typer.Option(help="Người chịu trách nhiệm · person responsible")]
Position = Annotated[str | None, typer.Option(help="Chức vụ · position")]
Files = Annotated[int | None, typer.Option(min=0, help="Số hồ sơ quá hạn · number of late files")]


class Outcome(StrEnum):
    """What can become of a promise."""

    kept = "kept"
    not_kept = "not_kept"
    extended = "extended"


class Rule(StrEnum):
    """Who owes an explanation."""

    limits = "limits"
    target = "target"
    either = "either"
    both = "both"


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.add_typer(explain_app, name="explain")
    app.add_typer(note_app, name="note")


@explain_app.command("add")
def explain(
    unit: Annotated[str, typer.Option(help="Đơn vị (mã hoặc tên) · unit")],
    period: Period,
    cause: Annotated[str, typer.Option(help="Mã nguyên nhân · id of the cause")],
    text: Text,
    person: Annotated[str, typer.Option(help="Người chịu trách nhiệm · person responsible")],
    position: Annotated[str, typer.Option(help="Chức vụ · position")],
    workspace: WorkspaceName = None,
    metric: Metric = "late_rate",
    field: Annotated[str | None, typer.Option(help="Lĩnh vực (mã hoặc tên) · field")] = None,
    promised: Day = None,
    promised_late: Files = None,
    late_files: Files = None,
    as_json: Json = False,
) -> None:
    """Nhập giải trình cho một đơn vị quá hạn · Explain a late unit."""
    day = None if promised is None else day_of(promised)
    asked = Asked(unit, period, metric, cause, text, person, position, field, day, promised_late, late_files)
    number = follow_up.explain(context_of(workspace), asked)
    _done({"explanation": number, "version": 1}, f"Đã ghi giải trình số {number}.", as_json)


@explain_app.command("change")
def change(
    explanation: Id,
    version: Version,
    workspace: WorkspaceName = None,
    cause: Cause = None,
    text: MaybeText = None,
    person: Person = None,
    position: Position = None,
    late_files: Files = None,
    as_json: Json = False,
) -> None:
    """Sửa giải trình: ghi phiên bản tiếp theo · The next version of an explanation."""
    given = {
        "cause_id": cause, "body": text, "person": person, "person_position": position, "late_files": late_files,
    }  # fmt: skip
    changed: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    follow_up.change_explanation(context_of(workspace), explanation, version, **changed)
    _done({"explanation": explanation, "version": version + 1}, "Đã ghi phiên bản mới.", as_json)


@explain_app.command("withdraw")
def withdraw(
    explanation: Id, version: Version, reason: Reason, workspace: WorkspaceName = None, as_json: Json = False
) -> None:
    """Rút giải trình · Take an explanation back."""
    follow_up.withdraw_explanation(context_of(workspace), explanation, version, reason)
    _done({"explanation": explanation, "version": version + 1}, "Đã rút giải trình.", as_json)


@explain_app.command("promise")
def promise(
    explanation: Id,
    outcome: Annotated[Outcome, typer.Option(help="Kết quả · outcome")],
    reason: Reason,
    workspace: WorkspaceName = None,
    on: Day = None,
    to: Day = None,
    as_json: Json = False,
) -> None:
    """Ghi kết quả thực hiện cam kết · Say what became of a promise."""
    decided = day_of(on) if on else datetime.now(UTC).astimezone(VIETNAM).date()
    later = day_of(to) if to else None
    follow_up.decide(context_of(workspace), explanation, outcome.value, decided, reason, later)
    _done({"explanation": explanation, "outcome": outcome.value}, "Đã ghi kết quả cam kết.", as_json)


@explain_app.command("owed")
def owed(
    period: Period,
    workspace: WorkspaceName = None,
    metric: Metric = "late_rate",
    rule: Annotated[Rule, typer.Option(help="Quy tắc · rule")] = Rule.limits,
    level: Level = None,
    least: Annotated[int, typer.Option(min=1, help="Số hồ sơ quá hạn ít nhất · least late files")] = 1,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Những đơn vị phải giải trình · Who owes an explanation."""
    context = context_of(workspace, as_of)
    period_id = follow_up.known_period(context, period).period.period_id
    levels = [level] if level else []
    rows = follow_up.owed(context, metric, period_id, rule=rule.value, levels=levels, least_files=least)
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ["unit_name", "field_name", "numerator", "denominator", "cause", "person", "promised_on"])


@note_app.command("add")
def add_note(
    period: Period,
    text: Text,
    workspace: WorkspaceName = None,
    unit: Unit = None,
    level: Level = None,
    metric: Annotated[str | None, typer.Option(help="Mã chỉ số; bỏ trống là mọi chỉ số · metric id")] = None,
    as_json: Json = False,
) -> None:
    """Ghi chú lên số liệu của đơn vị, cấp hoặc toàn tỉnh trong một kỳ · Put a note on a figure."""
    scope = "unit" if unit is not None else "level" if level is not None else "province"
    number = notes.add_note(context_of(workspace), Note(scope, period, text, unit, level, metric))  # type: ignore[arg-type]
    _done({"note": number, "version": 1}, f"Đã ghi chú số {number}.", as_json)


@note_app.command("change")
def change_note(note: Id, version: Version, text: Text, workspace: WorkspaceName = None, as_json: Json = False) -> None:
    """Sửa ghi chú: ghi phiên bản tiếp theo · The next version of a note."""
    notes.change_note(context_of(workspace), note, version, text)
    _done({"note": note, "version": version + 1}, "Đã ghi phiên bản mới.", as_json)


@note_app.command("withdraw")
def withdraw_note(
    note: Id, version: Version, reason: Reason, workspace: WorkspaceName = None, as_json: Json = False
) -> None:
    """Rút ghi chú · Take a note off."""
    notes.withdraw_note(context_of(workspace), note, version, reason)
    _done({"note": note, "version": version + 1}, "Đã rút ghi chú.", as_json)


def _done(document: dict[str, Any], words: str, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        say(words)
