"""Commands that change or look after workspaces: workspace, import, build-…, backup, restore, upgrade, serve."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard import build, intake
from dashboard import limits as limiting
from dashboard.cli.options import Json, OfUnit, Regime, WorkspaceName, chosen_workspace, port
from dashboard.cli.output import finding_document, print_json, print_rows, progress_bar, say
from dashboard.figures import Context, resolve_unit
from dashboard.store import read as store
from dashboard.store.backup import backup as store_backup
from dashboard.store.backup import restore as store_restore
from dashboard.store.workspace import list_workspaces, open_workspace
from dashboard.store.write import upgrade as store_upgrade

workspace_app = typer.Typer(help="Không gian dữ liệu · Workspaces.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.add_typer(workspace_app, name="workspace")
    app.command("import")(import_files)
    app.command("build-demo")(build_demo)
    app.command("build-samples")(build_samples)
    for command in (backup, restore, upgrade, serve):
        app.command()(command)


@workspace_app.command("create")
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Tên: chữ thường, số, - và _ · name")],
    units: Annotated[Path, typer.Option(help="Danh sách đơn vị, CSV hoặc Excel · unit list")],
    title: Annotated[str | None, typer.Option(help="Tên tỉnh hiện trên màn hình · title on screen")] = None,
    as_json: Json = False,
) -> None:
    """Tạo không gian dữ liệu trống từ danh sách đơn vị · Make an empty workspace from a unit list."""
    workspace, findings = build.create_empty(name, units, title)
    n_units = len(store.reference(workspace).units)
    if as_json:
        documents = [finding_document(finding) for finding in findings]
        print_json({"workspace": workspace.name, "units": n_units, "findings": documents})
        return
    for finding in findings:
        say(finding.message)
    say(f"Đã tạo không gian dữ liệu “{workspace.name}” với {n_units} đơn vị.")


@workspace_app.command("units")
def update_units(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Tên không gian dữ liệu · workspace")],
    units: Annotated[Path, typer.Option(help="Danh sách đơn vị, CSV hoặc Excel · unit list")],
    as_json: Json = False,
) -> None:
    """Thêm và sửa đơn vị theo danh sách, không xóa đơn vị nào · Add and change units from a list, removing none."""
    n_new, n_changed, findings = build.update_units(open_workspace(name), units)
    if as_json:
        documents = [finding_document(finding) for finding in findings]
        print_json({"workspace": name, "new": n_new, "replaced": n_changed, "findings": documents})
        return
    for finding in findings:
        say(finding.message)
    say(f"“{name}”: thêm {n_new} đơn vị, cập nhật {n_changed} đơn vị.")


@workspace_app.command("limits")
def limits(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Tên không gian dữ liệu · workspace")],
    small_n: Annotated[
        int | None, typer.Option(help="Dưới mức này ghi số lượng, không xếp hạng · below it counts, no rank")
    ] = None,
    interval_n: Annotated[
        int | None, typer.Option(help="Dưới mức này vẽ khoảng tin cậy · below it the interval is drawn")
    ] = None,
    as_json: Json = False,
) -> None:
    """Xem hoặc đổi giới hạn số nhỏ · Show or change the limits of small numbers."""
    known = limiting.set_limits(open_workspace(name), small_n, interval_n)
    if as_json:
        print_json({"workspace": name, "small_n": known.small_n, "interval_n": known.interval_n})
    else:
        say(f"“{name}”: dưới {known.small_n} ghi số lượng, không xếp hạng; dưới {known.interval_n} vẽ khoảng tin cậy.")


@workspace_app.command("list")
def list_(as_json: Json = False) -> None:
    """Liệt kê các không gian dữ liệu · List workspaces."""
    rows = [
        {
            "name": workspace.name,
            "title": store.setting(workspace, "title", workspace.name),
            "is_demo": store.setting(workspace, "is_demo") == "1",
            "generation": workspace.generation(),
        }
        for workspace in list_workspaces()
    ]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ["name", "title", "generation"])


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Tệp hoặc thư mục · files or folders")],
    workspace: WorkspaceName = None,
    period: Annotated[str | None, typer.Option(help="Kỳ, khi tệp không ghi · period, where files state none")] = None,
    regime: Regime = None,
    unit: OfUnit = None,
    hold: Annotated[bool, typer.Option("--hold", help="Để lại chờ xem xét · leave for review")] = False,
    as_json: Json = False,
) -> None:
    """Nhập tệp báo cáo · Import report files."""
    target = chosen_workspace(workspace)
    unit_id = resolve_unit(Context(target), unit).unit_id if unit else None
    batch = intake.Batch(period=period, regime=regime, unit_id=unit_id, is_held=hold)
    found = intake.files_at(files)
    with progress_bar("Nhập tệp") as on_progress:
        outcomes = intake.import_files(target, found, batch, on_progress)
    documents: list[dict[str, Any]] = [
        {
            "file": file.name,
            "status": outcome.status,
            "revision": outcome.revision,
            "findings": [finding_document(finding) for finding in outcome.findings],
        }
        for file, outcome in zip(found, outcomes, strict=True)
    ]
    if as_json:
        print_json({"files": documents})
    else:
        _tell(documents)
    if any(outcome.status == "rejected" for outcome in outcomes):
        raise typer.Exit(1)


def build_demo(
    workspace: Annotated[str, typer.Option(help="Tên không gian dữ liệu · workspace")],
    scale: Annotated[int, typer.Option(min=1, max=50, help="Nhân số đơn vị · multiplies units")] = 1,
    seed: Annotated[int | None, typer.Option(help="Hạt giống · seed")] = None,
    as_json: Json = False,
) -> None:
    """Dựng tỉnh minh họa · Build the invented demo province."""
    with progress_bar("Dựng tỉnh minh họa") as on_progress:
        chosen = {} if seed is None else {"seed": seed}
        built = build.build_demo(workspace, scale=scale, on_progress=on_progress, **chosen)
    if as_json:
        print_json({"workspace": built.name, "units": len(store.reference(built).units)})


def build_samples(as_json: Json = False) -> None:
    """Dựng các không gian mẫu còn thiếu · Build the sample workspaces that are missing."""
    with progress_bar("Dựng số liệu mẫu") as on_progress:
        built = build.build_samples(on_progress)
    if as_json:
        print_json({"workspaces": [workspace.name for workspace in built]})


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tệp .zip sẽ ghi · the .zip to write")],
    workspace: WorkspaceName = None,
    as_json: Json = False,
) -> None:
    """Sao lưu một không gian dữ liệu · Back a workspace up."""
    chosen = chosen_workspace(workspace)
    with progress_bar("Sao lưu") as on_progress:
        n_originals = store_backup(chosen, file, on_progress)
    if as_json:
        print_json({"workspace": chosen.name, "file": str(file), "originals": n_originals})
    else:
        say(f"Đã sao lưu “{chosen.name}” cùng {n_originals} tệp gốc vào {file}.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tệp .zip đã sao lưu · a backup")],
    workspace: Annotated[str, typer.Option("--workspace", "-w", help="Tên không gian dữ liệu · workspace")],
    as_json: Json = False,
) -> None:
    """Khôi phục từ bản sao lưu · Restore a backup."""
    restored = store_restore(file, workspace)
    if as_json:
        print_json({"workspace": restored.name, "generation": restored.generation()})
    else:
        say(f"Đã khôi phục “{restored.name}” từ {file}.")


def upgrade(workspace: WorkspaceName = None, as_json: Json = False) -> None:
    """Nâng không gian dữ liệu cũ lên phiên bản này · Bring an older workspace up to this version."""
    chosen = chosen_workspace(workspace)
    applied = store_upgrade(chosen)
    if as_json:
        print_json({"workspace": chosen.name, "applied": applied})
    else:
        say(f"“{chosen.name}”: đã áp dụng {applied} thay đổi cấu trúc.")


def serve() -> None:
    """Mở trang tổng quan trên máy này; nâng không gian cũ lên phiên bản này · Serve the dashboard on this machine."""
    for workspace in list_workspaces():
        store_upgrade(workspace)
    if build.is_first_start():
        build_samples()
    app = Path(__file__).parents[1] / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port())]
    raise typer.Exit(subprocess.run(command, check=False, cwd=app.parents[1]).returncode)


def _tell(documents: list[dict[str, Any]]) -> None:
    statuses = {"accepted": "đã nhận", "unchanged": "đã có, không đổi", "rejected": "bị từ chối", "held": "chờ xem xét"}
    for document in documents:
        say(f"{document['file']}: {statuses[document['status']]} {document['revision'] or ''}".rstrip())
        for finding in document["findings"]:
            place = "!".join(part for part in (finding["sheet"], finding["cell"]) if part)
            say(f"  [{finding['severity']}] {finding['rule']} {place}: {finding['message']}")
