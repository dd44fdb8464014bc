"""Every rule of design has its line in docs/design-rules.md and the tests named there exist; cheap ones stand here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.charts import rank_lines

ROOT = Path(__file__).resolve().parents[2]
LINES = re.findall(
    r"^\| (\d+) \| ([^|]+) \| (.+) \|$", (ROOT / "docs" / "design-rules.md").read_text("utf-8"), re.MULTILINE
)
RULES = 30
SCREEN = [path for folder in ("charts", "ui", "app_pages") for path in (ROOT / "dashboard" / folder).glob("*.py")]


def named(cell: str) -> list[str]:
    """The tests that a line names: `folder/file.py::test`, or a whole file."""
    return re.findall(r"`([\w/]+\.py(?:::\w+)?)`", cell)


def is_there(test: str) -> bool:
    name, _, function = test.partition("::")
    path = ROOT / "tests" / name
    return path.is_file() and (not function or f"def {function}(" in path.read_text("utf-8"))


def test_every_rule_has_its_line_and_a_test_or_the_reason_why_it_has_none():
    assert [int(number) for number, *_ in LINES] == list(range(1, RULES + 1))
    assert [number for number, _, by in LINES if not named(by) and not by.startswith("– ")] == []


@pytest.mark.parametrize("number", range(RULES))
def test_the_tests_that_a_rule_names_exist(number: int):
    assert [test for test in named(LINES[number][2]) if not is_there(test)] == []


def test_a_test_that_is_gone_would_be_found():
    assert not is_there("charts/test_bars.py::test_of_nothing") and not is_there("charts/test_none.py")


def _lines(pattern: str, paths: list[Path]) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{path.name}: {line.strip()}"
        for path in paths
        for line in path.read_text("utf-8").splitlines()
        if found.search(line)
    ]


def test_no_pie_no_gauge_and_no_rotated_words():
    assert _lines(r"mark_arc|\bPie\(|\bIndicator\(|(?<![\w.])angle=(?!0)|labelAngle=(?!0)", SCREEN) == []


def test_colours_stand_in_the_palette_only():
    others = [path for path in SCREEN if path.name != "palette.py"]
    assert _lines(r"#[0-9A-Fa-f]{6}\b", others) == []


def test_ranks_over_time_are_ten_lines_at_most():
    assert rank_lines.MOST_LINES <= 10


def test_only_the_hierarchy_is_drawn_by_plotly():
    assert {line.split(":")[0] for line in _lines(r"plotly_chart|import plotly|from plotly", SCREEN)} <= {
        "overdue_tree.py",
        "tree.py",
    }


def _calls(name: str) -> Iterator[tuple[str, dict[str, ast.expr]]]:
    for path in SCREEN:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
                yield f"{path.name}:{node.lineno}", {word.arg or "": word.value for word in node.keywords}


def test_a_list_without_a_choice_says_so_in_our_words():
    lists = [
        (where, words)
        for where, words in _calls("selectbox")
        if ast.unparse(words.get("index", ast.Constant(0))) == "None"
    ]
    lists += list(_calls("multiselect"))
    assert lists and [where for where, words in lists if "placeholder" not in words] == []


def test_no_question_sorts_names_by_their_letters_without_the_vietnamese_order():
    orders = [
        (path.name, key.strip())
        for path in (ROOT / "queries" / "read").glob("*.sql")
        for clause in re.findall(r"order by([^;()]*)", path.read_text("utf-8"))
        for key in clause.split(",")
    ]
    assert [one for one in orders if re.search(r"\bname\b|_name\b", one[1]) and "collate vi" not in one[1]] == []
