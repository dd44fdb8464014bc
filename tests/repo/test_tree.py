"""The repository is as it is described: short files, README in two languages, nothing of one machine, no copied sentences."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 360
REPORTS = ROOT.parent / "shared" / "reports"
RUN_OF_WORDS = 12
HEAD = 300  # letters of a report before its first sentence: authority, number, title
TEXT = {".py", ".sql", ".toml", ".md", ".csv", ".txt", ".cfg", ".sh", ".ps1", ".cmd", ".css", ".yml", ""}


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True)
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    return [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in tracked() if path.suffix in TEXT]


def test_no_python_file_of_the_product_is_long():
    long = {str(path.relative_to(ROOT)): n for path in tracked("dashboard/*.py") if (n := _lines(path)) > LONGEST_FILE}
    assert long == {}


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_every_command_that_a_readme_names_exists(readme: str):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / readme).read_text("utf-8"), re.MULTILINE))
    assert {"run", "test"} <= named <= targets


@pytest.mark.parametrize(
    "document",
    ["README.md", "README.vi.md", *(f"docs/runbooks/{p.name}" for p in (ROOT / "docs/runbooks").glob("*.md"))],
)
def test_every_link_leads_to_a_file(document: str):
    path = ROOT / document
    links = re.findall(r"\]\(([^)#]+)", path.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


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


def test_nothing_names_one_machine_or_a_package_index():
    words = [
        "/" + "work/",
        "/" + "root/",
        "/" + "farm/",
        "." + "library/",
        "--extra-" + "index-url",
        "pypi" + ".org",
        "registry.npm" + "js",
    ]
    assert [(name, word) for name, text in texts() for word in words if word in text] == []


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
