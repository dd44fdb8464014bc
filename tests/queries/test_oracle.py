"""The SQL against an independent reckoning (oracle.py) on two thousand random small data sets, at every grain.

Each data set is a regime of its own in one database, so that one question is asked of all of them at once.
"""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.report import LOCAL_VIEWER, FactRow, Field, Period, Reading, Report, Subject, Unit
from dashboard.store import accept, session
from dashboard.store import connection as db
from dashboard.store.sql import load_query
from tests.queries import oracle
from tests.queries.conftest import ENTERED, new_connection, put_reference

DATA_SETS = 2000
SEED = 20250701
UNITS = [
    Unit(u, f"Đơn vị {u}", "department", level, display_order=n) for n, (u, level) in enumerate(oracle.LEVEL_OF.items())
]
FIELDS = [Field("x", "X"), Field("y", "Y")]
LABELS = {"m1": "2024-01", "m2": "2024-02", "m3": "2024-03", "q1": "2024-Q1"}
ENDS = {"m1": (date(2024, 1, 1), date(2024, 1, 31)), "m2": (date(2024, 2, 1), date(2024, 2, 29)),
        "m3": (date(2024, 3, 1), date(2024, 3, 31)), "q1": (date(2024, 1, 1), date(2024, 3, 31))}  # fmt: skip


def random_data_set(rng: random.Random) -> tuple[str, list[dict[str, Any]], dict[str, set[str]]]:
    """A family, its reports (now and then restated, consolidated, or of the quarter itself), and who was due."""
    family = rng.choice(list(oracle.METRICS))
    likely, reporting = rng.choice([0.6, 0.9, 1, 1]), rng.choice([0.7, 0.95, 1, 1])
    subjects = (
        [("unit", u) for u in oracle.LEVEL_OF] + [("level", level) for level in oracle.LEVELS] + [("province", None)]
    )
    reports = []
    for scope, subject in subjects:
        if scope != "unit" and rng.random() < 0.65:
            continue
        shape = rng.choice(["fields", "total", "both"])
        for period in LABELS:
            if rng.random() > (0.1 if period == "q1" else reporting):
                continue
            origin = "consolidated" if rng.random() < 0.1 else "own"
            for seq in (1, 2) if rng.random() < 0.15 else (1,):
                rows = random_rows(rng, family, shape, likely)
                reports.append(
                    {
                        "family": family,
                        "period": period,
                        "scope": scope,
                        "subject": subject,
                        "origin": origin,
                        "seq": seq,
                        "rows": rows,
                    }
                )
            if rng.random() < 0.1:
                other = "own" if origin == "consolidated" else "consolidated"
                rows = random_rows(rng, family, shape, likely)
                reports.append(
                    {
                        "family": family,
                        "period": period,
                        "scope": scope,
                        "subject": subject,
                        "origin": other,
                        "seq": rng.choice([1, 2]),
                        "rows": rows,
                    }
                )
    due = (
        {period: {u for u in oracle.LEVEL_OF if rng.random() < 0.7} for period in oracle.MONTHS}
        if rng.random() < 0.25
        else {}
    )
    return family, reports, due


def random_rows(rng: random.Random, family: str, shape: str, likely: float) -> list[dict[str, Any]]:
    def one(
        field: str | None, part: str | None = None, vertical: bool = False, system: str | None = None
    ) -> dict[str, Any]:
        counts = {c: rng.randrange(40) if rng.random() < likely else None for c in oracle.COLUMNS[family]}
        return {"field": field, "part": part, "vertical": vertical, "system": system, "counts": counts}

    rows = [one(field) for field in ("x", "y") if shape != "total" and rng.random() < 0.9]
    if rows and rng.random() < 0.1:
        rows[0]["system"] = "ministry"
        rows.append(one(rows[0]["field"], system="province"))
    if shape != "fields" or not rows:
        rows.append(one(None))
    if rng.random() < 0.1:
        rows.append(one(None, part="bưu chính"))
    if rng.random() < 0.1:
        rows.append(one(None, vertical=True))
    return rows


def as_report(regime: str, made: dict[str, Any]) -> Report:
    start, end = ENDS[made["period"]]
    period = Period(regime, "quarter" if made["period"] == "q1" else "month", LABELS[made["period"]], start, end)
    scope, subject = made["scope"], made["subject"]
    about = Subject(scope, subject if scope == "unit" else None, subject if scope == "level" else None)
    rows = tuple(
        FactRow(
            n,
            r["field"],
            r["part"],
            r["system"],
            r["vertical"],
            {c: v for c, v in r["counts"].items() if v is not None},
        )
        for n, r in enumerate(made["rows"], start=1)
    )
    return Report(made["family"], about, period, origin=made["origin"], rows=rows)


def who_was_due(regime: str, due: dict[str, set[str]]) -> list[Report]:
    made = []
    for period, units in due.items():
        for unit in sorted(units):
            row = {
                "field": None,
                "part": None,
                "vertical": False,
                "system": None,
                "counts": {"report_due": 1, "report_submitted": 1},
            }
            made.append(
                {
                    "family": "submission",
                    "period": period,
                    "scope": "unit",
                    "subject": unit,
                    "origin": "consolidated",
                    "rows": [row],
                }
            )
    return [as_report(regime, one) for one in made]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, Any]]]:
    rng = random.Random(SEED)
    data_sets = {f"r{n}": random_data_set(rng) for n in range(DATA_SETS)}
    connection = new_connection()
    folder: Path = tmp_path_factory.mktemp("oracle")
    change = put_reference(connection, folder, UNITS, FIELDS)
    files = []
    for seq in (1, 2):
        reports = [as_report(regime, r) for regime, (_, made, _) in data_sets.items() for r in made if r["seq"] == seq]
        if seq == 1:
            reports += [r for regime, (_, _, due) in data_sets.items() for r in who_was_due(regime, due)]
        content = f"{seq}".encode()
        files.append(
            accept.Incoming(f"{seq}.xlsx", content, accept.sha256_of(content), Reading("f", "1", tuple(reports)))
        )
    accept.add_batch(change, files, entered_by="thu", entered_at=ENTERED)
    session.put_periods(connection)
    db.set_session(connection, LOCAL_VIEWER, db.LATEST)
    yield connection, data_sets
    connection.close()


GRAINS = {
    "metric_total": lambda _row: ("total",),
    "metric_by_level": lambda row: ("level", row["level"]),
    "metric_by_unit": lambda row: ("unit", row["unit_id"]),
    "metric_by_field": lambda row: ("field", row["field_id"]),
}


@pytest.mark.slow
@pytest.mark.parametrize("family", oracle.METRICS)
@pytest.mark.parametrize("name", GRAINS)
def test_the_sql_gives_what_plain_counting_gives(world: Any, name: str, family: str) -> None:
    connection, data_sets = world
    metrics = list(oracle.METRICS[family])
    mine = {regime: data for regime, data in data_sets.items() if data[0] == family}
    periods = [f"{regime}/{label}" for regime in mine for label in LABELS.values()]
    params = {"metric_ids": metrics, "period_ids": periods, "field_ids": [], "unit_ids": []}
    query = load_query("read", name)
    rows = connection.execute(query.text, {p: params[p] for p in query.params}).to_arrow_table().to_pylist()
    grain = GRAINS[name]({"level": "", "unit_id": "", "field_id": ""})[0]
    found, basis = {}, {}
    for row in rows:
        key = (row["period_id"], row["metric_id"], GRAINS[name](row))
        assert key not in found
        found[key] = (row["numerator"], row["denominator"])
        if grain in ("total", "level"):
            basis[row["period_id"], row["metric_id"], row.get("level", "total")] = row["basis"]
        if row["numerator"] is None or (row["denominator"] or 0) <= 0:
            assert row["ratio"] is None
        else:
            assert row["ratio"] == row["numerator"] / row["denominator"]
    wanted = {}
    for regime, (_, reports, due) in mine.items():
        for period, label in LABELS.items():
            for metric in metrics:
                for key, pair in oracle.answer(reports, due, metric, period).items():
                    if key[0] == grain:
                        wanted[f"{regime}/{label}", metric, key] = pair
                    elif key[0] == "basis" and grain == ("total" if key[1] == "total" else "level"):
                        assert basis[f"{regime}/{label}", metric, key[1]] == pair
    assert len(wanted) > 1000
    different = {k for k in wanted.keys() | found.keys() if wanted.get(k, (None, None)) != found.get(k, (None, None))}
    first = min(different, key=str, default=None)
    assert not different, (len(different), first, "wanted", wanted.get(first), "found", found.get(first))
