"""One batch of 150 biểu 06 workbooks, from files in a folder to a published generation."""

from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure, peak_extra_mb, seconds
from bench.workspaces import scratch
from dashboard.build import form_writer, reference_fields, reference_sectors
from dashboard.demo.files import batch_150
from dashboard.demo.province import Province
from dashboard.intake import files_at, import_files
from dashboard.store.workspace import Workspace
from dashboard.store.write import create_workspace

AIM_MS = 10.0


def measure(runs: int, n_files: int = 150) -> Iterator[Figure]:
    """Milliseconds for each file of a batch: read, recognised, checked, kept, counted and published."""
    province, batch = batch_150(form_writer)
    samples, peaks = [], []
    with scratch() as folder:
        sent = folder / "sent"
        sent.mkdir()
        for name, content in list(batch.items())[:n_files]:
            (sent / name).write_bytes(content)
        for run in range(runs):
            workspace = _empty(f"run{run}", province, folder)
            with peak_extra_mb() as peak:
                samples.append(1000 * seconds(lambda w=workspace: _import(w, sent)) / n_files)  # type: ignore[misc]
            peaks += peak
    yield Figure(
        f"Import of one batch of {n_files} biểu 06, each",
        tuple(samples),
        "ms",
        AIM_MS,
        n_files,
        max(peaks, default=None),
    )


def _empty(name: str, province: Province, root: Path) -> Workspace:
    return create_workspace(
        name,
        title=province.name,
        units=province.units,
        fields=reference_fields(),
        sectors=reference_sectors(),
        lineage=province.lineage,
        root=root,
    )


def _import(workspace: Workspace, folder: Path) -> None:
    outcomes = import_files(workspace, files_at([folder]))
    if refused := [outcome for outcome in outcomes if outcome.status != "accepted"]:
        raise RuntimeError(f"{refused[0].file_name} was not accepted: {refused[0].findings}")
