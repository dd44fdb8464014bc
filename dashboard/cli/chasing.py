"""Commands on missing reports: letter, annex, remind, office."""

import csv
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard import chasing, letters, office
from dashboard.cli.options import AsOf, Frozen, Json, WorkspaceName, context_of, day_of
from dashboard.cli.output import print_json, print_rows, say
from dashboard.exports.administrative import Layout
from dashboard.figures import Context
from dashboard.letters import Letter

Period = Annotated[str, typer.Option(help="Kỳ · period")]
Units = Annotated[
    list[str] | None, typer.Option("--unit", help="Đơn vị (mã hoặc tên); bỏ trống là mọi đơn vị thiếu · unit")
]
On = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Tính đến ngày · as of this day")]
Out = Annotated[Path, typer.Option(help="Tệp sẽ ghi · the file to write")]
Number = Annotated[int | None, typer.Option(min=1, help="Số văn bản đầu tiên · number of the first letter")]

office_app = typer.Typer(
    help="Cơ quan ban hành và mẫu văn bản · The issuing office and its templates.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (letter, annex, remind):
        app.command()(command)
    app.add_typer(office_app, name="office")


def letter(
    period: Period,
    out: Out,
    workspace: WorkspaceName = None,
    unit: Units = None,
    together: Annotated[bool, typer.Option(help="Một công văn cho tất cả · one letter for all")] = False,
    number: Number = None,
    day: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Ngày ký · day of the letter")] = None,
    deadline: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Gửi trước ngày · to be sent before")
    ] = None,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Công văn đôn đốc (.docx) hoặc danh sách trộn thư (.csv) · Letters to those who owe a report."""
    context = context_of(workspace)
    asked = chasing.chase(context, period, _day(on))
    wanted = Letter(tuple(unit or ()), number, _day(day), _day(deadline), together)
    rows = letters.merge_list(context, asked, wanted)
    if out.suffix.lower() == ".csv":
        _write_csv(out, rows)
    else:
        out.write_bytes(letters.write_letters(context, asked, wanted))
    if as_json:
        print_json({"file": str(out), "letters": rows})
    else:
        say(f"Đã ghi {out} cho {len(rows)} đơn vị.")


def annex(
    period: Period,
    out: Annotated[Path | None, typer.Option(help="Tệp .docx hoặc .xlsx sẽ ghi · the file to write")] = None,
    workspace: WorkspaceName = None,
    on: On = None,
    as_of: AsOf = None,
    frozen: Frozen = None,
    as_json: Json = False,
) -> None:
    """Phụ lục các cơ quan, địa phương thực hiện báo cáo · The annex of who reported and who did not."""
    context = context_of(workspace, as_of, frozen=frozen)
    asked = chasing.chase(context, period, _day(on))
    if out is not None:
        write = letters.annex_xlsx if out.suffix.lower() == ".xlsx" else letters.annex_docx
        out.write_bytes(write(context, asked))
    rows = chasing.annex_rows(context, asked)
    if as_json:
        print_json(rows)
    elif out is None:
        print_rows(rows, ["level", "unit_name", "status", "submitted_on", "days_late", "reported", "missing"])
    else:
        say(f"Đã ghi {out}.")


def remind(
    period: Period,
    workspace: WorkspaceName = None,
    unit: Units = None,
    on: On = None,
    channel: Annotated[str, typer.Option(help="document, email, phone, message, meeting · how")] = "document",
    document: Annotated[str, typer.Option(help="Số, ký hiệu văn bản · number of the letter")] = "",
    number: Number = None,
    person: Annotated[str, typer.Option(help="Người được đôn đốc · who was reached")] = "",
    note: Annotated[str, typer.Option(help="Ghi chú · note")] = "",
    withdraw: Annotated[int | None, typer.Option(help="Rút lần đôn đốc số này · take this one back")] = None,
    reason: Annotated[str, typer.Option(help="Lý do rút · why it is taken back")] = "",
    as_json: Json = False,
) -> None:
    """Ghi nhận đã đôn đốc; không nêu đơn vị là mọi đơn vị còn thiếu · Record reminders that were sent."""
    context = context_of(workspace)
    if withdraw is not None:
        chasing.withdraw_reminder(context, withdraw, reason)
        return _done(context, period, as_json, "Đã rút lần đôn đốc.")
    asked = chasing.chase(context, period)
    units = unit or [row["unit_id"] for row in chasing.chosen(context, asked, ())]
    sender = office.sender_of(context)
    numbers = chasing.remind(
        context, asked, units, sent_on=_day(on) or asked.on_day, channel=channel, document_no=document,
        first_number=number, symbol=office.letter_symbol(sender), person=person, note=note,
    )  # fmt: skip
    return _done(context, period, as_json, f"Đã ghi nhận {len(numbers)} lần đôn đốc.")


@office_app.command("show")
def show_office(workspace: WorkspaceName = None, as_json: Json = False) -> None:
    """Thông tin cơ quan ban hành · The issuing office."""
    _print_office(context_of(workspace), as_json)


@office_app.command("set")
def set_office(
    entries: Annotated[list[str], typer.Argument(metavar="NAME=VALUE…", help=", ".join(office.NAMES))],
    workspace: WorkspaceName = None,
    as_json: Json = False,
) -> None:
    """Sửa thông tin cơ quan ban hành · Change the issuing office."""
    context = context_of(workspace)
    office.set_office(context, **dict(_pair(entry) for entry in entries))
    _print_office(context, as_json)


@office_app.command("template")
def template(
    layout: Annotated[str, typer.Argument(help="cong_van (công văn), van_ban (báo cáo) · letter or report")],
    file: Annotated[Path | None, typer.Argument(help="Tệp .docx của cơ quan; bỏ trống để dùng mẫu kèm theo")] = None,
    workspace: WorkspaceName = None,
    as_json: Json = False,
) -> None:
    """Dùng mẫu Word của cơ quan, hoặc trở lại mẫu kèm theo · Use the office's own Word template."""
    if layout not in office.LAYOUTS:
        raise ValueError(f"Mẫu là một trong: {', '.join(office.LAYOUTS)}.")
    chosen: Layout = "cong_van" if layout == "cong_van" else "van_ban"
    content = file.read_bytes() if file else None
    missing = office.set_template(context_of(workspace), chosen, file.name if file else "", content)
    if as_json:
        print_json({"layout": layout, "file": file and file.name, "missing": list(missing)})
    else:
        say("Đã dùng mẫu mới." + (f" Mẫu không có chỗ điền: {', '.join(missing)}." if missing else ""))


def _done(context: Context, period: str, as_json: bool, words: str) -> None:
    if as_json:
        print_json(chasing.reminders(context, chasing.chase(context, period).period.period_id))
    else:
        say(words)


def _print_office(context: Context, as_json: bool) -> None:
    sender = office.sender_of(context)
    kept: dict[str, Any] = {name: getattr(sender.office, name, None) for name in office.NAMES}
    kept |= {name: getattr(sender, name) for name in ("department", "contact", "archive")}
    kept |= {f"template_{layout}": office.template_name(context, layout) for layout in office.LAYOUTS}
    if as_json:
        print_json(kept)
    else:
        print_rows([{"name": name, "value": value} for name, value in kept.items()], ["name", "value"])


def _pair(entry: str) -> tuple[str, str]:
    name, sign, value = entry.partition("=")
    if not sign or name not in office.NAMES:
        raise ValueError(f"“{entry}”: hãy ghi tên=giá trị, tên là một trong: {', '.join(office.NAMES)}.")
    return name, value


def _day(typed: str | None) -> date | None:
    return day_of(typed) if typed else None


def _write_csv(out: Path, rows: list[dict[str, Any]]) -> None:
    """UTF-8 with a mark that Word and Excel know; text that starts no formula."""
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
