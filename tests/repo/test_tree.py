"""The repository is as it is described: layers, short files, README in two languages, nothing of one machine."""

import ast
import re
import subprocess
import sys
import tomllib
import unicodedata
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 320
REPORTS = ROOT.parent / "shared" / "reports"
RUN_OF_WORDS = 12
HEAD = 300  # letters of a report before its first sentence: authority, number, title
TEXT = {".py", ".sql", ".toml", ".md", ".csv", ".txt", ".cfg", ".sh", ".ps1", ".cmd", ".css", ".service", ""}


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True)
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    return [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in tracked() if path.suffix in TEXT]


def test_no_python_file_of_the_product_is_long():
    lengths = {str(path.relative_to(ROOT)): _lines(path) for path in tracked("dashboard/*.py")}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_every_module_stands_in_a_layer():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    [contract] = [contract for contract in settings["contracts"] if contract["id"] == "layers"]
    layered = re.findall(r"dashboard\.(\w+)", " ".join(contract["layers"]))
    below = {path.relative_to(ROOT / "dashboard").parts[0] for path in tracked("dashboard/*.py")}
    assert sorted(layered) == sorted(name.removesuffix(".py") for name in below - {"__init__.py"})


def test_the_folders_are_those_of_the_architecture():
    folders = {path.relative_to(ROOT).parts[0] for path in tracked() if path.parent != ROOT}
    assert folders == {
        ".ci", ".streamlit", "bench", "dashboard", "data", "docs", "queries", "scripts", "tests",
    }  # fmt: skip
    questions = {path.relative_to(ROOT / "queries").parts[0] for path in tracked("queries/*/*")}
    assert {"checks", "core", "read", "schema"} <= questions <= {"checks", "core", "read", "schema", "write"}
    everywhere = {part for path in tracked() for part in path.relative_to(ROOT).parts[:-1]}
    # Streamlit takes a folder of this name for its own; a module of the other says nothing.
    assert "pages" not in everywhere
    assert [path.name for path in tracked("*/utils.py")] == []


def test_a_folder_of_tests_is_named_after_what_it_tests():
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in tracked("tests/*/*")}
    packages = {path.relative_to(ROOT / "dashboard").parts[0] for path in tracked("dashboard/*/*")}
    assert folders <= packages | {"app", "bench", "browser", "queries", "repo", "samples", "scripts"}


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_every_command_that_a_readme_names_exists(readme: str):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / readme).read_text("utf-8"), re.MULTILINE))
    assert {"run", "test"} <= named <= targets


@pytest.mark.parametrize("document", tracked("*.md"), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(document: Path):
    links = re.findall(r"\]\(([^)#]+)", document.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


def test_the_two_readmes_have_the_same_headings_and_links():
    english, vietnamese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.vi.md"))
    headings = [
        [line.split(" ")[0] for line in text.splitlines() if re.match("#+ ", line)] for text in (english, vietnamese)
    ]
    assert headings[0] == headings[1]
    links = [re.findall(r"\]\((docs/[^)]+|queries/[^)]+|data/[^)]+)\)", text) for text in (english, vietnamese)]
    assert links[0] == links[1]


def test_every_requirement_is_pinned():
    lines = [line for path in tracked("requirements*.txt") for line in path.read_text("utf-8").splitlines()]
    packages = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert packages and [line for line in packages if not re.match(r"[\w.-]+==[\w.]+( ; .+)?$", line)] == []


def test_the_requirements_name_every_package_that_the_product_imports():
    requirements = (ROOT / "requirements.txt").read_text("utf-8")
    required = {_plain(name) for name in re.findall(r"^([\w.-]+)==", requirements, re.MULTILINE)}
    distributions = packages_distributions()
    imported = {module for path in tracked("dashboard/*.py") for module in _imports(path)}
    outside = imported - {"dashboard"} - set(sys.stdlib_module_names)
    assert {"streamlit", "duckdb", "pandas"} <= outside
    assert {module for module in outside if not {_plain(d) for d in distributions.get(module, [])} & required} == set()


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    given = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in plain | given}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


# Written in pieces, so that this file does not name them itself.
MACHINES = [
    "/" + "work/", "/" + "root/", "/" + "farm/", "/tmp/" + "team", "." + "library/", "--extra-" + "index-url",
    "--index" + "-url", "pypi" + ".org", "python" + "hosted.org", "registry" + "=http", "registry.npm" + "js",
    "proxy.golang" + ".org",
]  # fmt: skip
AUTHORS = [
    "clau" + "de", "anthro" + "pic", "chat" + "gpt", "open" + "ai", "copi" + "lot", "gemi" + "ni", "llm",
    "co-authored" + "-by", "generated with", "language model",
]  # fmt: skip


def test_nothing_names_one_machine_a_package_index_or_a_writing_tool():
    machine = re.compile("|".join(map(re.escape, MACHINES)))
    author = re.compile(rf"\b({'|'.join(map(re.escape, AUTHORS))})\b", re.IGNORECASE)
    here = Path(__file__).relative_to(ROOT).as_posix()
    found = [(name, pattern.findall(text)) for name, text in texts() for pattern in (machine, author) if name != here]
    assert [(name, hits) for name, hits in found if hits] == []
    assert machine.search("cd /" + "work/main") and author.search("by C" + "laude.")


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports are not beside this repository")
def test_no_sentence_of_a_real_report_stands_here():
    theirs = {run for report in REPORTS.glob("*.txt") for run in _runs(report.read_text("utf-8"))}
    # The figures may be used with what they are called: titles of reports and labels of counts.
    theirs -= set(_runs((REPORTS / "figures.csv").read_text("utf-8")))
    theirs -= {run for report in REPORTS.glob("*.txt") for run in _runs(report.read_text("utf-8")[:HEAD])}
    assert theirs
    assert [(name, " ".join(run)) for name, text in texts() for run in _runs(text) if run in theirs] == []


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every run of words, figures left out: figures may be used."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).casefold())
    return {tuple(words[at : at + RUN_OF_WORDS]) for at in range(len(words) - RUN_OF_WORDS + 1)}


def test_a_copied_sentence_would_be_found():
    sentence = "Các cơ quan, đơn vị đã tiếp nhận 1.234 hồ sơ và trả kết quả đúng hẹn cho người dân."
    copied = f"# {sentence.upper()}"
    assert _runs(sentence) & _runs(copied)
    assert not _runs(sentence) & _runs("Các cơ quan, đơn vị đã nhận 1.234 hồ sơ, trả kết quả đúng hẹn.")
