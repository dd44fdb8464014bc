"""Runs every check that is not a test, shows all that fail, and fails when one does. `--fix` first mends what can be.

Run with the environment's Python, from anywhere: style, format, SQL style, layers, types.
"""

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sysconfig.get_path("scripts"))
FIXES = [
    ["ruff", "check", "--quiet", "--fix", "."],
    ["ruff", "format", "--quiet", "."],
    ["sqlfluff", "fix", "--quiet", "--processes", "2", "queries"],
]
CHECKS = [
    ["ruff", "check", "--quiet", "."],
    ["ruff", "format", "--quiet", "--check", "."],
    ["sqlfluff", "lint", "--processes", "2", "queries"],
    ["lint-imports"],
    ["mypy"],
]


def main() -> int:
    if "--fix" in sys.argv:
        for command in FIXES:
            _run(command)
    failed = [" ".join(command[:2]) for command in CHECKS if not _run(command)]
    print(f"checks: {len(CHECKS) - len(failed)} passed, {len(failed)} failed", *failed, sep="\n  ")
    return 1 if failed else 0


def _run(command: list[str]) -> bool:
    tool, *arguments = command
    print(f"== {' '.join(command)}", flush=True)
    return subprocess.run([TOOLS / tool, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
