"""Installs the dashboard from this folder alone, or upgrades an installation; nothing is fetched.

Called by install.sh and install.ps1, which find the right Python. Standard library only. What was installed before is
kept in the folder `previous`; data, settings and files of the administrator's own stay in force.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
SERVICE = "kstthc-dashboard.service"
UNITS = Path("/etc/systemd/system")
MANIFEST = "MANIFEST.json"
# Where an administrator may keep files of his own: form versions, reference lists, secrets.
OWN = ("data/forms", "data/reference", ".streamlit")
IS_WINDOWS = os.name == "nt"


def main() -> None:
    options = _options()
    target: Path = options.to.expanduser().absolute()
    _check(options, target)
    settings = _settings(target, options)
    _refuse_while_serving(target, settings)
    previous = _put_aside(target)
    try:
        _install(target)
    except (OSError, subprocess.CalledProcessError, KeyboardInterrupt) as error:
        _put_back(target, previous)
        sys.exit(f"Không cài được, mọi thứ giữ như trước · Not installed, all is as before: {error}")
    _carry_over(previous, target)
    data = Path(settings["DASHBOARD_DATA"])
    data.mkdir(mode=0o750, parents=True, exist_ok=True)
    (target / "settings.env").write_text("".join(f"{key}={value}\n" for key, value in settings.items()), "utf-8")
    _upgrade_workspaces(target)
    if not IS_WINDOWS:
        _write_service(target, data, options)
    _say(f"Đã cài · Installed: {target}", f"Mở · Start: {_runner(target)}  →  http://127.0.0.1:{settings['PORT']}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="install", description="Cài không cần internet · Installs the dashboard without the internet."
    )
    parser.add_argument("--to", type=Path, default=Path("~/kstthc-dashboard"), help="thư mục cài · folder")
    parser.add_argument("--data", type=Path, help="thư mục số liệu · folder of the workspaces (TO/data/workspaces)")
    parser.add_argument("--port", type=int, help="cổng · port (8501)")
    if not IS_WINDOWS:
        parser.add_argument("--service", action="store_true", help="chạy cùng máy chủ · start with the server; root")
        parser.add_argument("--user", help="tài khoản chạy dịch vụ · account that runs the service")
    return parser.parse_args()


def _check(options: argparse.Namespace, target: Path) -> None:
    if target == HERE or HERE in target.parents:
        sys.exit("Hãy cài vào một thư mục khác · Install into another folder than the bundle's own.")
    if target.exists() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        sys.exit(f"{target}: thư mục đã có thứ khác · the folder holds something else already.")
    about = json.loads((HERE / MANIFEST).read_text("utf-8"))
    wanted = about["python"], about["system"]
    here = f"{sys.version_info.major}.{sys.version_info.minor}", platform.system()
    if here != wanted or platform.machine().lower() not in ("x86_64", "amd64") or sys.maxsize < 2**32:
        sys.exit(f"Bộ cài này dành cho · This bundle is for {wanted[1]} 64 bit x86, Python {wanted[0]}.")
    if not IS_WINDOWS and options.service and (os.geteuid() != 0 or not options.user):
        sys.exit("--service cần quyền root và --user TÊN · needs root and --user NAME.")


def _settings(target: Path, options: argparse.Namespace) -> dict[str, str]:
    settings = {"PORT": "8501", "DASHBOARD_DATA": str(target / "data" / "workspaces")}
    file = target / "settings.env"
    if file.is_file():
        lines = (line.partition("=") for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))
        settings |= {name.strip(): value.strip() for name, is_setting, value in lines if is_setting}
    if options.port:
        settings["PORT"] = str(options.port)
    if options.data:
        settings["DASHBOARD_DATA"] = str(options.data.expanduser().absolute())
    return settings


def _refuse_while_serving(target: Path, settings: dict[str, str]) -> None:
    if not (target / MANIFEST).is_file():
        return
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{settings['PORT']}/_stcore/health", timeout=2) as answer:
            is_serving = answer.status == 200
    except OSError:
        return
    if is_serving:
        sys.exit("Hãy dừng dashboard rồi chạy lại · Stop the dashboard, then run this again.")


def _put_aside(target: Path) -> Path:
    """Move what an earlier installation put into `target` to `target/previous`; empty where there was none."""
    previous = target / "previous"
    if (target / MANIFEST).is_file():
        shutil.rmtree(previous, ignore_errors=True)
        for item in [*_program(target), ".venv", MANIFEST]:
            if (target / item).exists():
                (previous / item).parent.mkdir(parents=True, exist_ok=True)
                os.replace(target / item, previous / item)
    return previous


def _put_back(target: Path, previous: Path) -> None:
    for item in [*_program(HERE), ".venv", MANIFEST]:
        _remove(target / item)
    if (previous / MANIFEST).is_file():
        for item in [*_program(previous), ".venv", MANIFEST]:
            if (previous / item).exists():
                os.replace(previous / item, target / item)


def _program(folder: Path) -> list[str]:
    """The files and folders that belong to the program, never data or settings."""
    files = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
    return sorted({"/".join(Path(name).parts[: 2 if name.startswith("data/") else 1]) for name in files})


def _install(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for item in _program(HERE):
        source = HERE / "app" / item
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        (target / item).parent.mkdir(exist_ok=True)
        copy(source, target / item)
    if not IS_WINDOWS:
        (target / "run.sh").chmod(0o755)
    _say("Đang cài các thư viện, chừng một phút · Installing the libraries, about a minute …")
    # Without pip of its own: Debian's Python has none to give without python3-venv.
    venv.create(target / ".venv", with_pip=False, symlinks=not IS_WINDOWS)
    [pip] = (HERE / "wheels").glob("pip-*.whl")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    command = [_python(target), pip / "pip", "--isolated", "install", "--quiet", "--no-index", "--no-cache-dir"]
    command += ["--disable-pip-version-check", "--find-links", HERE / "wheels", "-r", HERE / "app" / "requirements.txt"]
    subprocess.run(command, check=True, env=clean | {"PIP_CONFIG_FILE": os.devnull})
    subprocess.run([_python(target), "-m", "compileall", "-q", target / "dashboard"], check=True)
    shutil.copy2(HERE / MANIFEST, target / MANIFEST)


def _carry_over(previous: Path, target: Path) -> None:
    """Keep in force what the administrator added or changed, unless the new version changed the same file."""
    if not (previous / MANIFEST).is_file():
        return
    shipped = json.loads((previous / MANIFEST).read_text("utf-8"))["files"]
    new = json.loads((target / MANIFEST).read_text("utf-8"))["files"]
    files = [file for folder in OWN for file in sorted((previous / folder).rglob("*")) if file.is_file()]
    for file in files:
        name = file.relative_to(previous).as_posix()
        if hashlib.sha256(file.read_bytes()).hexdigest() == shipped.get(name):
            continue
        if name in new and new[name] != shipped.get(name):
            _say(f"{name}: bản mới có hiệu lực · the new version's is in force; {file}: bản của bạn · yours")
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, target / name)
        _say(f"{name}: giữ bản của bạn · yours is kept")


def _upgrade_workspaces(target: Path) -> None:
    """Bring every workspace up to this version; this is also the proof that the installation runs."""
    listed = subprocess.run(
        [_python(target), target / "run.py", "workspace", "list", "--json"], check=True, stdout=subprocess.PIPE
    )
    for workspace in json.loads(listed.stdout):
        upgrade = [_python(target), target / "run.py", "upgrade", "-w", workspace["name"]]
        if subprocess.run(upgrade, check=False).returncode != 0:
            sys.exit(f"{workspace['name']}: chưa nâng cấp được · could not be upgraded")


def _write_service(target: Path, data: Path, options: argparse.Namespace) -> None:
    # An upgrade by root leaves the data to the account whose it is.
    owner = options.user or data.owner()
    if os.geteuid() == 0:
        for path in (data, *data.rglob("*")):
            shutil.chown(path, user=owner)
    text = (target / SERVICE).read_text("utf-8")
    for name, value in {"USER": owner, "TARGET": str(target), "DATA": str(data)}.items():
        text = text.replace(f"@{name}@", value.replace("%", "%%"))
    (target / SERVICE).write_text(text, "utf-8")
    if options.service:
        shutil.copy2(target / SERVICE, UNITS / SERVICE)
        for command in (["daemon-reload"], ["enable", SERVICE], ["restart", SERVICE]):
            subprocess.run(["systemctl", *command], check=True)


def _python(target: Path) -> Path:
    return target / ".venv" / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")


def _runner(target: Path) -> Path:
    return target / ("run.cmd" if IS_WINDOWS else "run.sh")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


if __name__ == "__main__":
    main()
