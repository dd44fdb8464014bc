"""Makes the offline installers: one zip for Linux and one for Windows in build/dist, each with every wheel it needs.

python -m scripts.bundle                  both, then installs the Linux one without a network and runs it
python -m scripts.bundle --system linux   one of them
python -m scripts.bundle --no-check       without the trial installation

Only this step needs the internet. Wheels are kept in build/wheels.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import Tag
from packaging.utils import canonicalize_name, parse_wheel_filename

from scripts import bundle_check

ROOT = Path(__file__).resolve().parent.parent
INSTALLER = ROOT / "scripts" / "installer"
WHEELS = ROOT / "build" / "wheels"
OUT = ROOT / "build" / "dist"
PYTHON = "3.11"
# Installs the others: Debian's Python brings none of its own.
PIP = "pip==26.3"

# What is the application, by the first part of its path; of data everything but the workspaces.
APPLICATION = (
    "dashboard", "queries", "data", "docs", ".streamlit",
    "requirements.txt", "README.md", "README.vi.md", "CHANGELOG.md",
)  # fmt: skip
NEVER = ("data/workspaces", ".streamlit/secrets.toml")


@dataclass(frozen=True, slots=True)
class System:
    """A kind of machine that a bundle is for; `markers` is how its Python describes itself."""

    name: str
    platforms: tuple[str, ...]
    markers: dict[str, str]
    installer: tuple[str, ...]
    runner: tuple[str, ...]


LINUX = System(
    name="Linux",
    # 2.28 is the C library of RHEL 8, older than that of any Debian or Ubuntu with Python 3.11.
    platforms=(
        "manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_26_x86_64", "manylinux_2_24_x86_64",
        "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64",
    ),
    markers={
        "os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64",
    },
    installer=("install.sh",),
    runner=("run.sh", "kstthc-dashboard.service"),
)  # fmt: skip
WINDOWS = System(
    name="Windows",
    platforms=("win_amd64",),
    markers={"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
    installer=("install.ps1",),
    runner=("run.cmd",),
)
SYSTEMS = {"linux": LINUX, "windows": WINDOWS}


def main() -> None:
    options = _options()
    chosen = [SYSTEMS[options.system]] if options.system else list(SYSTEMS.values())
    for system in chosen:
        bundle = write_bundle(system, download_wheels(system))
        print(f"{bundle.relative_to(ROOT)}: {bundle.stat().st_size / 1e6:.0f} MB", flush=True)
        if system is LINUX and not options.no_check:
            bundle_check.check(bundle)


def version() -> str:
    """The product's version, from pyproject.toml."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def plan(system: System) -> dict[str, Path]:
    """Where each file of the bundle, its wheels and lists apart, comes from, by its path in the bundle."""
    application = {f"app/{path.relative_to(ROOT).as_posix()}": path for path in _application_files()}
    runners = {f"app/{name}": INSTALLER / name for name in ("run.py", *system.runner)}
    installers = {name: INSTALLER / name for name in ("README.md", "install.py", *system.installer)}
    return installers | application | runners


def requirements(system: System) -> list[Requirement]:
    """The pinned requirements that a machine of this kind needs.

    Markers are decided here: pip would ask the machine that makes the bundle, not the one that it is for.
    """
    lines = (line.split("#")[0].strip() for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines())
    return _needed((Requirement(line) for line in lines if line), system)


def unmet(wheels: list[Path], system: System) -> list[str]:
    """What the wheels ask for and none of them gives, each as a sentence."""
    given = {parse_wheel_filename(wheel.name)[0]: parse_wheel_filename(wheel.name)[1] for wheel in wheels}
    sentences = []
    for wheel in wheels:
        for need in _needed(map(Requirement, _requires(wheel)), system):
            found = given.get(canonicalize_name(need.name))
            if found is None or not need.specifier.contains(found, prereleases=True):
                sentences.append(f"{wheel.name} needs {need}; the bundle has {found or 'none'}")
    return sentences


def download_wheels(system: System) -> list[Path]:
    """Fetch the wheels that are not there yet, remove those no longer wanted, and make sure that they are complete."""
    folder = WHEELS / system.name.lower()
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [str(Requirement(f"{need.name}{need.specifier}")) for need in requirements(system)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--dest", str(folder), "--python-version", PYTHON]
    command += ["--implementation", "cp", *(part for name in system.platforms for part in ("--platform", name))]
    subprocess.run([*command, *wanted, PIP], check=True)
    names = {canonicalize_name(Requirement(line).name): Requirement(line) for line in [*wanted, PIP]}
    wheels = []
    for wheel in sorted(folder.glob("*.whl")):
        name, found, _, tags = parse_wheel_filename(wheel.name)
        if name in names and names[name].specifier.contains(found) and _fits(tags, system):
            wheels.append(wheel)
        else:
            wheel.unlink()
    if problems := unmet(wheels, system):
        sys.exit("\n".join(["The wheels are not complete:", *problems]))
    return wheels


def write_bundle(system: System, wheels: list[Path]) -> Path:
    """Write the zip; it appears whole or not at all."""
    name = f"dashboard-{version()}-{system.name.lower()}"
    files = plan(system)
    digests = {path[4:]: _digest(files[path]) for path in files if path.startswith("app/")}
    manifest = {"version": version(), "system": system.name, "python": PYTHON, "files": dict(sorted(digests.items()))}
    OUT.mkdir(parents=True, exist_ok=True)
    draft = OUT / f"{name}.zip.part"
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/MANIFEST.json", json.dumps(manifest, indent=1))
        archive.writestr(f"{name}/PYTHON", f"{PYTHON}\n")
        for path, source in files.items():
            archive.write(source, f"{name}/{path}")
        for wheel in wheels:
            archive.write(wheel, f"{name}/wheels/{wheel.name}", zipfile.ZIP_STORED)
    return draft.replace(OUT / f"{name}.zip")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.bundle", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--system", choices=sorted(SYSTEMS))
    parser.add_argument("--no-check", action="store_true")
    return parser.parse_args()


def _application_files() -> Iterator[Path]:
    """In a clone the files that git knows, so that nothing lying about is sent; elsewhere all but what never goes."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z", *APPLICATION], cwd=ROOT, stdout=subprocess.PIPE, check=True)
        found = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        found = [path for name in APPLICATION for path in ((ROOT / name), *(ROOT / name).rglob("*"))]
    for path in sorted(found):
        inside = path.relative_to(ROOT)
        is_left_out = any(inside.is_relative_to(other) for other in NEVER) or "__pycache__" in inside.parts
        if path.is_file() and not is_left_out:
            yield path


def _needed(all_of_them: Iterator[Requirement], system: System) -> list[Requirement]:
    about = system.markers | {"python_version": PYTHON, "python_full_version": f"{PYTHON}.0", "extra": ""}
    return [need for need in all_of_them if need.marker is None or need.marker.evaluate(about)]


def _requires(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        [metadata] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(metadata).decode("utf-8")).get_all("Requires-Dist") or []


def _fits(tags: frozenset[Tag], system: System) -> bool:
    return any(tag.platform == "any" or tag.platform in system.platforms for tag in tags)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
