"""What the runbooks tell people to type can be typed."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from dashboard.cli.main import app
from dashboard.metrics.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("README*.md"), *(ROOT / "scripts" / "installer").glob("*.md")]
# As an installation has them, and as a clone has them.
COMMAND = re.compile(r"(?:run\.sh|run\.cmd|-m dashboard) ([a-z][^`\n#|]*)")


def _commands(text: str) -> list[str]:
    return [found.strip() for found in COMMAND.findall(text)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_of_a_document_exists_with_its_options(document: Path):
    wrong = {line: why for line in _commands(document.read_text("utf-8")) if (why := _problem(line))}
    assert wrong == {}


def _problem(line: str) -> str:
    words = shlex.split(line.replace("…", ""), comments=True)
    command = typer.main.get_command(app)
    while words and (below := getattr(command, "commands", None)):
        if words[0] not in below:
            return f"no command {words[0]}"
        command = below[words.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    if unknown := [word for word in words if word.startswith("-") and word not in known]:
        return f"no option {unknown}"
    if command.name in ("metric", "trace") and words[0] not in {"METRIC", *load_catalogue().metrics}:
        return f"no metric {words[0]}"
    return ""


def test_a_command_that_is_not_there_would_be_found():
    text = "`./run.sh metric late_rate -w W`, `-m dashboard workspace drop W`, ./run.sh trace no_such_rate\n./run.sh units --all"
    problems = [_problem(line) for line in _commands(text.replace(", ", "\n"))]
    assert problems == ["", "no command drop", "no metric no_such_rate", "no option ['--all']"]


def test_the_runbooks_have_commands_to_test_and_are_all_in_the_list_of_runbooks():
    folder = ROOT / "docs" / "runbooks"
    texts = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    assert sum(len(_commands(text)) for text in texts.values()) > 20
    listed = set(re.findall(r"^\| \[[^]]+\]\(([^)]+)\)", texts.pop("README.md"), re.MULTILINE))
    assert listed == set(texts)
