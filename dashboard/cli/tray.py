"""Commands on the tray of incoming files: list, put, show, accept, drop, watch."""

from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard import tray, tray_accept, tray_inbox
from dashboard.cli.options import Json, OfUnit, Regime, WorkspaceName, context_of
from dashboard.cli.output import print_json, print_rows, progress_bar, say
from dashboard.figures import Context, resolve_unit
from dashboard.intake import files_at
from dashboard.store.tray import Entry
from dashboard.tray_reading import read_waiting

tray_app = typer.Typer(help="Khay tệp chờ xử lý · The tray of incoming files.", no_args_is_help=True)

Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Mã tệp trong khay · ids in the tray")]
Reason = Annotated[str | None, typer.Option(help="Lý do · reason")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.add_typer(tray_app, name="tray")


@tray_app.command("list")
def list_(
    workspace: WorkspaceName = None,
    decided: Annotated[bool, typer.Option("--decided", help="Các tệp đã xử lý · those decided on")] = False,
    as_json: Json = False,
) -> None:
    """Các tệp đang chờ trong khay · Files that wait."""
    context = context_of(workspace)
    entries = tray.decided(context) if decided else tray.waiting(context)
    _print([_document(entry) for entry in entries], as_json)


@tray_app.command("put")
def put(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Tệp, thư mục hoặc .zip · files, folders, zips")],
    workspace: WorkspaceName = None,
    period: Annotated[str | None, typer.Option(help="Kỳ, khi tệp không ghi · period, where files state none")] = None,
    regime: Regime = None,
    unit: OfUnit = None,
    as_json: Json = False,
) -> None:
    """Đưa tệp vào khay và đọc; chưa ghi vào số liệu · Put files into the tray and read them; nothing is accepted."""
    context = context_of(workspace)
    brought = tray.put_files(context, files_at(files), "cli")
    ids = list(dict.fromkeys(one.entry.entry_id for one in brought if one.entry))
    unit_id = resolve_unit(context, unit).unit_id if unit else None
    if period or unit_id:
        tray.read_again(context, ids, period, regime, unit_id)
    _read(context)
    documents = [
        {
            "file": one.name,
            "problem": str(one.problem) if one.problem else None,
            **(_document(tray.entry_of(context, one.entry.entry_id)) if one.entry else {}),
        }
        for one in brought
    ]
    _print(documents, as_json)
    if any(one.problem for one in brought):
        raise typer.Exit(1)


@tray_app.command("show")
def show(
    entry: Annotated[str, typer.Argument(metavar="ID", help="Mã tệp trong khay · id in the tray")],
    workspace: WorkspaceName = None,
    as_json: Json = False,
) -> None:
    """Một tệp: biểu, kỳ, lỗi, số thay đổi · One file: form, period, findings, and each count that it would change."""
    context = context_of(workspace)
    found = tray.entry_of(context, entry)
    document = {**_document(found), **{k: v for k, v in tray.preview(context, found).items() if k != "seen"}}
    if as_json:
        print_json(document)
        return
    _print([_document(found)], as_json)
    print_rows(document.get("findings", []), ["severity", "rule", "sheet", "cell", "message"])
    print_rows(
        document.get("changes", []), ["unit_name", "period_label", "column_id", "field_name", "old_value", "new_value"]
    )


@tray_app.command("accept")
def accept(
    entries: Annotated[list[str] | None, typer.Argument(metavar="ID…", help="Mã tệp trong khay · ids")] = None,
    workspace: WorkspaceName = None,
    clean: Annotated[bool, typer.Option("--clean", help="Mọi tệp không lỗi, không cảnh báo · all clean ones")] = False,
    reason: Reason = None,
    as_json: Json = False,
) -> None:
    """Chấp nhận tệp trong một lần ghi; tệp có lỗi cần --reason · Accept files at once."""
    context = context_of(workspace)
    _read(context)
    ids = list(entries or [])
    if clean:
        ids += [id_ for id_ in tray_accept.clean(context, tray.waiting(context)) if id_ not in ids]
    decisions = tray_accept.accept(context, dict.fromkeys(ids, reason))
    documents = [
        {
            "id": id_,
            "file": one.entry.name if one.entry else None,
            "status": "unchanged" if one.is_unchanged else "accepted" if one.revision else "not_accepted",
            "revision": one.revision,
            "problem": str(one.problem) if one.problem else None,
        }
        for id_, one in zip(ids, decisions, strict=True)
    ]
    if as_json:
        print_json({"files": documents})
    else:
        print_rows(documents, ["id", "file", "status", "revision", "problem"])
    if any(one.problem for one in decisions):
        raise typer.Exit(1)


@tray_app.command("drop")
def drop(
    entries: Ids,
    reason: Annotated[str, typer.Option(help="Lý do · reason")],
    workspace: WorkspaceName = None,
    refuse: Annotated[bool, typer.Option("--refuse", help="Trả lại đơn vị · send back to the unit")] = False,
    as_json: Json = False,
) -> None:
    """Để riêng tệp không dùng, hoặc trả lại; tệp vẫn được giữ · Set files aside, or refuse them; they are kept."""
    context = context_of(workspace)
    for id_ in entries:
        (tray.refuse if refuse else tray.set_aside)(context, id_, reason)
    _print([_document(tray.entry_of(context, id_)) for id_ in entries], as_json)


@tray_app.command("watch")
def watch(
    folder: Annotated[Path | None, typer.Option(help="Thư mục theo dõi · the folder to watch")] = None,
    workspace: WorkspaceName = None,
    off: Annotated[bool, typer.Option("--off", help="Thôi theo dõi · watch none")] = False,
    as_json: Json = False,
) -> None:
    """Theo dõi một thư mục và nhận ngay tệp trong đó · Watch a folder, and take in what lies there now."""
    context = context_of(workspace)
    if folder is not None or off:
        tray_inbox.watch(context, None if off else folder)
    brought = tray_inbox.scan(context)
    _read(context)
    watched = tray_inbox.inbox_of(context.workspace)
    documents = [{"file": one.name, "problem": str(one.problem) if one.problem else None} for one in brought]
    if as_json:
        print_json({"folder": str(watched) if watched else None, "files": documents})
    else:
        say(f"Thư mục theo dõi: {watched or 'không có'}. Nhận {len(brought)} tệp.")
        print_rows(documents, ["file", "problem"])


def _read(context: Context) -> None:
    with progress_bar("Đọc tệp") as on_progress:
        read_waiting(context.workspace, on_progress)


def _document(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.entry_id,
        "file": entry.name,
        "state": entry.state,
        "form": entry.form,
        "form_version": entry.form_version,
        "units": list(entry.unit_ids),
        "periods": list(entry.periods),
        "rejects": entry.n_rejects,
        "errors": entry.n_errors,
        "warnings": entry.n_warnings,
        "counts": entry.n_counts,
        "changed": entry.n_changed,
        "replaced": entry.n_replaced,
        "came_at": entry.came_at,
        "came_by": entry.came_by,
        "via": entry.via,
        "sha256": entry.sha256,
        "revision": entry.revision,
        "batch": entry.batch,
        "decided_at": entry.decided_at,
        "decided_by": entry.decided_by,
        "reason": entry.reason,
    }


def _print(documents: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json({"files": documents})
    elif documents:
        for document in documents:
            if document.get("problem"):
                say(document["problem"])
        shown = [document for document in documents if "id" in document]
        print_rows(shown, ["id", "file", "state", "form", "rejects", "errors", "warnings", "changed", "revision"])
    else:
        say("Khay trống.")
