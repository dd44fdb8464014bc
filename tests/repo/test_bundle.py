"""What the offline bundles hold, told without making one; `make bundle` itself installs the Linux one and runs it."""

import hashlib
import json
import os
import platform
import subprocess
import sys
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from scripts import bundle

ROOT = Path(__file__).resolve().parents[2]
INSTALLER = ROOT / "scripts" / "installer"
ROOT_FILES = [name for name in bundle.APPLICATION if "." in name[1:]]
SYSTEMS = pytest.mark.parametrize("system", bundle.SYSTEMS.values(), ids=bundle.SYSTEMS)


@SYSTEMS
def test_a_bundle_holds_the_application_and_nothing_that_lies_about(system: bundle.System):
    files = bundle.plan(system)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    tracked = {f"app/{name}" for name in listed.decode().split("\0") if name and (ROOT / name).is_file()}
    sent = {name for name in files if name.startswith("app/") and INSTALLER not in files[name].parents}
    assert sent <= tracked
    others = ("tests", "bench", "scripts", ".ci")
    left = {name for name in tracked - sent if not name.startswith(tuple(f"app/{other}/" for other in others))}
    assert {name for name in left if "/" in name[4:]} == set()
    assert {"app/dashboard/app.py", "app/queries/metrics.toml", "app/requirements.txt", "app/README.md"} <= sent


def test_no_workspace_secret_or_leftover_of_this_machine_is_sent(tmp_path: Path, monkeypatch):
    mine = [
        "data/workspaces/tinh/originals/a.xlsx",
        ".streamlit/secrets.toml",
        "dashboard/__pycache__/a.pyc",
        ".venv/x",
        "build/x",
    ]
    theirs = ["data/forms/a/2020-01-01.csv", ".streamlit/config.toml", "dashboard/a.py", *ROOT_FILES]
    for name in mine + theirs:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    sent = {name for name, source in bundle.plan(bundle.LINUX).items() if source.is_relative_to(tmp_path)}
    assert sent == {f"app/{name}" for name in theirs}


def test_each_system_gets_its_own_installer_and_start_script():
    linux, windows = (set(bundle.plan(system)) for system in (bundle.LINUX, bundle.WINDOWS))
    assert linux ^ windows == {
        "install.sh", "app/run.sh", "app/kstthc-dashboard.service", "install.ps1", "app/run.cmd",
    }  # fmt: skip
    assert {"README.md", "install.py", "app/run.py", "app/requirements.txt"} <= linux & windows


def test_what_a_system_needs_is_decided_for_that_system_and_not_for_this_one():
    linux, windows = ({need.name for need in bundle.requirements(system)} for system in (bundle.LINUX, bundle.WINDOWS))
    assert {"tzdata", "colorama"} <= windows - linux
    assert linux <= windows


def test_a_wheel_whose_need_is_not_in_the_bundle_is_named(tmp_path: Path):
    wheels = [
        _wheel(tmp_path, "one", "1.0", "two>=2", 'three; sys_platform == "win32"'),
        _wheel(tmp_path, "two", "1.5"),
    ]
    assert bundle.unmet(wheels, bundle.LINUX) == ["one-1.0-py3-none-any.whl needs two>=2; the bundle has 1.5"]
    assert len(bundle.unmet(wheels, bundle.WINDOWS)) == 2
    assert bundle.unmet([wheels[0], _wheel(tmp_path, "two", "2.1")], bundle.LINUX) == []


def _wheel(folder: Path, name: str, version: str, *needs: str) -> Path:
    path = folder / f"{name}-{version}-py3-none-any.whl"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {n}" for n in needs)]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n\n")
    return path


@pytest.mark.parametrize("script", sorted(INSTALLER.glob("*.sh")), ids=lambda path: path.name)
@pytest.mark.parametrize("shell", ["bash", "sh"])
@pytest.mark.skipif(os.name == "nt", reason="Windows has no shell for these scripts")
def test_the_shell_scripts_are_read_without_complaint(script: Path, shell: str):
    done = subprocess.run([shell, "-n", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_scripts_for_windows_are_plain_ascii():
    """Windows PowerShell 5.1 and cmd read them in the code page of the machine."""
    scripts = [*INSTALLER.glob("*.ps1"), *INSTALLER.glob("*.cmd"), *ROOT.glob("*.cmd")]
    assert len(scripts) == 4
    assert [path.name for path in scripts if not path.read_bytes().isascii()] == []


def test_an_upgrade_keeps_what_the_administrator_added_or_changed(installer: ModuleType, tmp_path: Path, capsys):
    target = tmp_path / "installed"
    before = {"data/forms/a.csv": "1", "data/forms/b.csv": "1", "data/forms/c.csv": "1", "dashboard/x.py": "old"}
    after = before | {"data/forms/c.csv": "2", "dashboard/x.py": "new"}
    _unpacked(target, before)
    (target / "data/forms/a.csv").write_text("mine")
    (target / "data/forms/c.csv").write_text("mine")
    (target / "data/forms/own.csv").write_text("mine")
    (target / "data/workspaces").mkdir()
    (target / "data/workspaces/facts").write_text("kept")

    previous = installer._put_aside(target)
    _unpacked(target, after)
    installer._carry_over(previous, target)

    shown = {path.relative_to(target).as_posix(): path.read_text() for path in target.rglob("*") if path.is_file()}
    assert {name: text for name, text in shown.items() if not name.startswith("previous/")} == {
        "MANIFEST.json": shown["MANIFEST.json"],
        "dashboard/x.py": "new",
        "data/forms/a.csv": "mine",
        "data/forms/b.csv": "1",
        "data/forms/c.csv": "2",
        "data/forms/own.csv": "mine",
        "data/workspaces/facts": "kept",
    }
    assert shown["previous/data/forms/c.csv"] == "mine"
    assert "data/forms/c.csv: bản mới có hiệu lực" in capsys.readouterr().out


def test_an_upgrade_that_fails_leaves_the_old_version(installer: ModuleType, tmp_path: Path, monkeypatch):
    target = tmp_path / "installed"
    _unpacked(target, {"dashboard/x.py": "old", "data/forms/a.csv": "old"})
    _unpacked(tmp_path / "bundle", {"dashboard/x.py": "new", "dashboard/y.py": "new", "docs/z.md": "new"})
    monkeypatch.setattr(installer, "HERE", tmp_path / "bundle")

    previous = installer._put_aside(target)
    (target / "dashboard").mkdir()
    (target / "dashboard/y.py").write_text("half done")
    installer._put_back(target, previous)

    assert (target / "dashboard/x.py").read_text() == (target / "data/forms/a.csv").read_text() == "old"
    assert not (target / "dashboard/y.py").exists()


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path):
    unpacked = tmp_path / "bundle"
    _unpacked(unpacked, {})
    (unpacked / "install.py").write_bytes((INSTALLER / "install.py").read_bytes())
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("kept")
    command = [sys.executable, unpacked / "install.py", "--to", tmp_path / "mine"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "thư mục đã có thứ khác" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


@pytest.fixture
def installer() -> ModuleType:
    spec = spec_from_file_location("bundle_installer", INSTALLER / "install.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _unpacked(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    about = {"python": f"{sys.version_info[0]}.{sys.version_info[1]}", "system": platform.system(), "files": digests}
    folder.mkdir(exist_ok=True)
    (folder / "MANIFEST.json").write_text(json.dumps(about))
