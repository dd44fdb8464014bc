"""Makes or renews .venv with the pinned requirements; does nothing when it is up to date. Standard library only.

python scripts/environment.py run     what the product needs to run
python scripts/environment.py dev     the same, and the tools of development
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)
FILES = {"run": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}


def main(kind: str) -> None:
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if not _is_usable():
        _create()
    wanted = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in FILES[kind]}
    stamps = {name: ENVIRONMENT / f"installed-{name}.sha256" for name in wanted}
    if all(stamps[name].is_file() and stamps[name].read_text() == digest for name, digest in wanted.items()):
        return
    _install(FILES[kind][-1])
    for name, digest in wanted.items():
        stamps[name].write_text(digest)


def python_of(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _is_usable() -> bool:
    """False where there is no environment, or one whose Python is gone, too old or without pip."""
    python = python_of(ENVIRONMENT)
    probe = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return python.exists() and subprocess.run([python, "-c", probe], capture_output=True, check=False).returncode == 0


def _create() -> None:
    print("Making .venv …", file=sys.stderr)
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists())
    except (subprocess.CalledProcessError, ImportError):
        sys.exit(
            "This Python cannot make virtual environments. "
            "On Debian or Ubuntu, 'sudo apt-get install python3-venv' cures it; then run the same command again."
        )


def _install(requirements: str) -> None:
    print(f"Installing {requirements} (once, a few minutes) …", file=sys.stderr)
    command = [python_of(ENVIRONMENT), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    # Every pinned package has a wheel, and a user's machine has no compiler.
    command += ["--only-binary=:all:", "-r", str(ROOT / requirements)]
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        sys.exit("The packages could not be installed. Without the internet, use the offline bundle (README).")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in FILES:
        sys.exit(__doc__)
    main(sys.argv[1])
