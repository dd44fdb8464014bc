"""Commands on other names of units and fields: alias list, add, remove."""

from enum import StrEnum
from typing import Annotated

import typer

from dashboard import aliases as use
from dashboard.cli.options import Json, WorkspaceName, context_of
from dashboard.cli.output import print_json, print_rows, say

alias_app = typer.Typer(help="Tên gọi khác · Other names.", no_args_is_help=True)


class Kind(StrEnum):
    """What a name stands for."""

    unit = "unit"
    field = "field"


Name = Annotated[str, typer.Argument(metavar="NAME", help="Tên gọi khác · other name")]
Target = Annotated[str, typer.Option("--of", help="Đơn vị hoặc lĩnh vực (mã hoặc tên) · unit or field")]
Reason = Annotated[str, typer.Option(help="Lý do · reason")]
OfKind = Annotated[Kind, typer.Option(help="unit, field")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.add_typer(alias_app, name="alias")


@alias_app.command("list")
def listed(
    workspace: WorkspaceName = None,
    target: Annotated[str | None, typer.Option("--of", help="Đơn vị hoặc lĩnh vực · unit or field")] = None,
    kind: OfKind = Kind.unit,
    as_json: Json = False,
) -> None:
    """Các tên gọi khác, ai thêm và vì sao · The other names, who added them and why."""
    rows = use.listed(context_of(workspace), target, kind.value)
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ["kind", "alias", "target_name", "is_in_use", "entered_by", "reason"])


@alias_app.command("add")
def add(
    name: Name,
    target: Target,
    reason: Reason,
    workspace: WorkspaceName = None,
    kind: OfKind = Kind.unit,
    as_json: Json = False,
) -> None:
    """Thêm một tên gọi khác · Add another name."""
    use.add(context_of(workspace), kind.value, name, target, reason)
    _done(name, "Đã thêm", as_json)


@alias_app.command("remove")
def remove(
    name: Name,
    target: Target,
    reason: Reason,
    workspace: WorkspaceName = None,
    kind: OfKind = Kind.unit,
    as_json: Json = False,
) -> None:
    """Bỏ một tên gọi khác; số liệu đã nhận giữ nguyên · Remove another name."""
    use.remove(context_of(workspace), kind.value, name, target, reason)
    _done(name, "Đã bỏ", as_json)


def _done(name: str, verb: str, as_json: bool) -> None:
    if as_json:
        print_json({"alias": name})
    else:
        say(f"{verb} tên gọi “{name}”.")
