"""Killed at any moment, the tray loses nothing that was acknowledged, enters nothing twice, and goes on.

KILLS is how many: 20 here, 200 in `make soak`.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard import tray
from dashboard.exports.form_workbook import write_flat
from dashboard.figures import Context
from dashboard.forms import load_forms
from dashboard.report import LOCAL_VIEWER, Unit
from dashboard.store import connection as db
from dashboard.store import read, write
from dashboard.store.workspace import Workspace
from dashboard.tray_reading import CHUNK
from tests.app.province import FIELDS, dossiers, month

ROOT = Path(__file__).parents[1]
KILLS = int(os.environ.get("KILLS", "20"))
OPERATIONS = {"put": 20, "read": 60, "accept": 40}
"""About so many file operations each stage makes with two files."""
STAGES = ("put", "put", "read", "read", "accept")
MARCH = month(2026, 3)
UNITS = [Unit(f"xa_{n}", f"Xã Số {n}", "commune", "commune", must_report=True) for n in range(600)]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is forked and killed")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return write.create_workspace("tinh", title="Tỉnh Thử", units=UNITS, fields=FIELDS, root=tmp_path)


@pytest.fixture
def nursery() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.tray_nursery"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def run(nursery: subprocess.Popen[str], workspace: Workspace, sent: Path, **stops: object) -> Any:
    """Bring, read and accept in a process that is killed: in a stage after so many file operations or seconds, or at
    a file."""
    assert nursery.stdin is not None and nursery.stdout is not None
    order = {
        "workspace": str(workspace.folder),
        "sent": str(sent),
        "after": 0,
        "seconds": 0,
        "at_read": 0,
        "stage": "",
        **stops,
    }
    nursery.stdin.write(json.dumps(order) + "\n")
    nursery.stdin.flush()
    return json.loads(nursery.stdout.readline())


def send(folder: Path, numbers: range) -> Path:
    """A folder of flat files, one report each, each of another unit."""
    folder.mkdir()
    form = load_forms().latest("du_lieu_phang")
    for n in numbers:
        report = dossiers(UNITS[n].unit_id, MARCH, n % 7)
        (folder / f"{n:04d}.csv").write_bytes(write_flat(form, [report]))
    return folder


def batches(workspace: Workspace) -> list[set[str]]:
    """The names of the files of each batch; no file twice."""
    cursor = db.reader(workspace)[0].cursor()
    try:
        rows = cursor.execute(
            "select batch_id, list(file_name) as names from ws.batch_revision "
            "inner join ws.revision using (revision_id) group by batch_id order by batch_id"
        ).fetchall()
    finally:
        cursor.close()
    names = [name for _, names in rows for name in names]
    assert len(names) == len(set(names))
    return [set(names) for _, names in rows]


def test_killed_at_random_moments_no_batch_is_torn_and_nothing_acknowledged_is_lost(
    workspace: Workspace, nursery: subprocess.Popen[str], tmp_path: Path
) -> None:
    rng = random.Random(20_261_122)
    context = Context(workspace)
    kept: set[str] = set()
    attempts: list[set[str]] = []
    n_killed = brought = 0
    while n_killed < KILLS:
        sent = send(tmp_path / f"sent{brought}", range(brought, brought + 2))
        brought += 2
        while True:
            stage, by_time = rng.choice(STAGES), rng.random() < 0.25
            stop = {"seconds": rng.uniform(0.01, 0.8)} if by_time else {"after": rng.randint(1, OPERATIONS[stage])}
            ran = run(nursery, workspace, sent, stage=stage, **stop)
            kept |= {one["kept"] for one in ran["said"] if "kept" in one}
            attempts += [set(one["accepting"]) for one in ran["said"] if "accepting" in one]
            known = {entry.entry_id for entry in (*tray.waiting(context), *tray.decided(context))}
            assert kept <= known
            if not ran["status"]:
                break
            n_killed += 1
            if n_killed >= KILLS:
                break
    ran = run(nursery, workspace, sent)
    assert ran["status"] == 0, ran
    attempts += [set(one["accepting"]) for one in ran["said"] if "accepting" in one]
    assert tray.waiting(context) == []
    ids = {name: entry.entry_id for entry in tray.decided(context) for name in entry.names}
    assert len(ids) == brought
    found = [{ids[name] for name in names} for names in batches(workspace)]
    assert all(batch in attempts for batch in found)
    assert sum(map(len, found)) == brought
    assert not list(workspace.folder.glob("generations/draft*"))


def test_an_import_of_150_files_goes_on_where_it_was_killed(
    workspace: Workspace, nursery: subprocess.Popen[str], tmp_path: Path
) -> None:
    sent = send(tmp_path / "sent", range(150))
    ran = run(nursery, workspace, sent, at_read=60)
    assert ran["status"] and sum("kept" in one for one in ran["said"]) == 150
    whole = run(nursery, workspace, sent)
    assert whole["status"] == 0, whole
    assert max(one["total"] for one in whole["said"] if "total" in one) == 150 - 60 // CHUNK * CHUNK
    assert [len(names) for names in batches(workspace)] == [150]
    asked = {"metric_ids": ["late_rate"], "period_ids": ["cchc/2026-03"], "field_ids": []}
    (row,) = read.read(workspace, "metric_total", asked, viewer=LOCAL_VIEWER).to_pylist()
    assert (row["numerator"], row["reported"]) == (sum(n % 7 for n in range(150)), 150)
