"""Options that several commands share, and the workspace that they name."""

import os
from datetime import date
from typing import Annotated

import typer

from dashboard import closing
from dashboard.figures import Context
from dashboard.store.workspace import Workspace, WorkspaceError, list_workspaces, open_workspace

WorkspaceName = Annotated[
    str | None, typer.Option("--workspace", "-w", help="Không gian dữ liệu · workspace", envvar="DASHBOARD_WORKSPACE")
]
Json = Annotated[bool, typer.Option("--json", help="In một văn bản JSON · print one JSON document")]
Regime = Annotated[str | None, typer.Option(help="Chế độ báo cáo khi hai chế độ trùng tên kỳ · reporting regime")]
OfUnit = Annotated[str | None, typer.Option(help="Đơn vị, khi tệp không ghi · unit, where files state none")]
Vertical = Annotated[bool, typer.Option(help="Tính cả ngành dọc · include vertical agencies")]
AsOf = Annotated[str | None, typer.Option(help="Số liệu tại thời điểm hoặc lần nhập (r12) · as of a time or revision")]
Frozen = Annotated[str | None, typer.Option(help="Theo bộ số liệu chốt mang tên này · from this frozen set")]


def chosen_workspace(name: str | None) -> Workspace:
    """The workspace of that name, or the only one there is; raises `WorkspaceError`."""
    if name:
        return open_workspace(name)
    existing = list_workspaces()
    if len(existing) == 1:
        return existing[0]
    names = ", ".join(workspace.name for workspace in existing) or "chưa có"
    raise WorkspaceError(f"Hãy chọn không gian dữ liệu bằng --workspace ({names}).")


def context_of(
    name: str | None, as_of: str | None = None, *, frozen: str | None = None, includes_vertical: bool = False
) -> Context:
    """The context in which a command of the local user asks; raises `WorkspaceError` for a frozen set unknown."""
    context = Context(chosen_workspace(name), as_of=as_of, includes_vertical=includes_vertical)
    if frozen is None:
        return context
    if as_of is not None:
        raise WorkspaceError("Chỉ chọn một trong hai: --as-of hoặc --frozen.")
    return closing.frozen(context, frozen)


def day_of(typed: str) -> date:
    """A day as it is typed, 2026-11-22; raises `ValueError` with a sentence."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise ValueError(f"“{typed}” không phải là ngày có thật; hãy ghi như 2026-11-22.") from None


def port() -> int:
    """The server's port: `PORT`, or 8501."""
    return int(os.environ.get("PORT") or 8501)
