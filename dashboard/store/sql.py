"""The SQL files of `queries/`: found by name, read once, with the header that says what each asks and returns."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

QUERIES = Path(__file__).parents[2] / "queries"
_HEADER = re.compile(r"^-- (question|grain|params|returns):\s*(.*)$", re.MULTILINE)
_PARAMETER = re.compile(r"\$(\w+) ([\w\[\]]+)")


class UnknownQuery(KeyError):  # noqa: N818 - it reads as what it says
    """There is no query file of that name."""


@dataclass(frozen=True, slots=True)
class Query:
    """One file of `queries/read` or `queries/checks`: its text and its header."""

    name: str
    text: str
    question: str
    grain: str
    params: dict[str, str]
    returns: tuple[str, ...]


@cache
def load_query(folder: str, name: str) -> Query:
    """The query `queries/<folder>/<name>.sql`; raises `UnknownQuery`."""
    if name not in query_names(folder):
        raise UnknownQuery(name)
    text = (QUERIES / folder / f"{name}.sql").read_text("utf-8")
    header = {key: value.strip() for key, value in _HEADER.findall(text)}
    return Query(
        name=name,
        text=text,
        question=header.get("question", ""),
        grain=header.get("grain", ""),
        params=dict(_PARAMETER.findall(header.get("params", ""))),
        returns=tuple(column.strip() for column in header.get("returns", "").split(",") if column.strip()),
    )


@cache
def query_names(folder: str) -> tuple[str, ...]:
    """The names of all queries of a folder, sorted."""
    return tuple(sorted(path.stem for path in (QUERIES / folder).glob("*.sql")))


def core_files() -> list[tuple[int, str]]:
    """Number and text of the files of `queries/core`; each may read only lower numbers."""
    return [(int(path.stem[:3]), path.read_text("utf-8")) for path in sorted((QUERIES / "core").glob("[0-9]*.sql"))]


def schema_files() -> list[Path]:
    """The append-only files of `queries/schema`, in order."""
    return sorted((QUERIES / "schema").glob("[0-9]*.sql"))
