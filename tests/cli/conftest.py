"""The command line as other programs use it: arguments in, one JSON document out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli.main import main

Run = Callable[..., Any]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with `--json`; its document. `status` is the exit status that is expected."""

    def run_command(*arguments: str, status: int = 0) -> Any:
        capsys.readouterr()
        assert main([*arguments, "--json"]) == status
        printed = capsys.readouterr()
        return json.loads(printed.out)

    return run_command


@pytest.fixture
def samples(sample_workspaces: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspaces of a first start, for commands that only ask."""
    monkeypatch.setenv("DASHBOARD_DATA", str(sample_workspaces))
    return sample_workspaces
