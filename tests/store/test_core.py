"""The kept views: made once for a version of the code, used by everyone, and done without where they cannot be."""

from pathlib import Path

import duckdb
import pytest

from dashboard.store import core
from dashboard.store.schema import apply_schema
from dashboard.store.session import create_live


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kept"
    monkeypatch.setenv("DASHBOARD_CACHE", str(folder))
    return folder


def rules() -> int:
    """How many rules a new connection sees, and that it can ask a view."""
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as ws")
    apply_schema(connection)
    create_live(connection, None)
    core.attach_core(connection)
    assert connection.execute("select count(*) from report").fetchone() == (0,)
    found = connection.execute("select count(*) from rule").fetchone()
    connection.close()
    return found[0] if found else 0


def test_the_views_are_made_once_for_a_version_and_what_older_ones_left_goes(cache: Path) -> None:
    cache.mkdir()
    (cache / "0123456789abcdef.duckdb").write_bytes(b"of another version")
    first = rules()
    (kept,) = cache.iterdir()
    made = kept.stat().st_mtime_ns
    assert rules() == first > 0
    assert [path.stat().st_mtime_ns for path in cache.iterdir()] == [made]


def test_where_nothing_can_be_kept_the_views_are_made_each_time(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert rules() > 0


def test_a_broken_file_is_not_used(cache: Path) -> None:
    whole = rules()
    (kept,) = cache.iterdir()
    kept.write_bytes(b"torn")
    assert rules() == whole
