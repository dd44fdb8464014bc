"""Building workspaces: empty ones from a unit list, the four real samples, and the invented demo province.

All are filled by the same import that users have.
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dashboard import chasing, follow_up, opening, register, revisions
from dashboard.demo import follow_up as invented
from dashboard.demo import province as demo
from dashboard.demo import register as register_demo
from dashboard.demo.case_files import CaseExport, case_exports
from dashboard.demo.files import FormWriter, files
from dashboard.exports.form_workbook import FormHead, write_flat, write_form
from dashboard.figures import Context
from dashboard.forms import FormVersion, load_forms
from dashboard.ingest.unit_list import read_units
from dashboard.intake import File, Progress, files_at, import_files
from dashboard.metrics.catalogue import Target
from dashboard.report import Field, Finding, Lineage, Reference, Report, Unit, Viewer
from dashboard.store.chasing import add_reminders
from dashboard.store.closing import add_frozen_set
from dashboard.store.follow_up import add_explanation, add_note, add_outcome
from dashboard.store.regimes import add_exception
from dashboard.store.register import record_receipts
from dashboard.store.targets import add_targets
from dashboard.store.workspace import Workspace, WorkspaceError, list_workspaces
from dashboard.store.write import changing, create_workspace
from dashboard.store.write import update_units as store_update_units

DATA = Path(__file__).parents[1] / "data"
SAMPLES = DATA / "samples"
DEMO = "demo"
FLAT = "du_lieu_phang"


def create_empty(name: str, units_file: Path, title: str | None = None) -> tuple[Workspace, tuple[Finding, ...]]:
    """A workspace for a real province from its list of units (CSV or Excel), and what was noticed in the list.

    Raises `WorkspaceError` when the name is taken or the list cannot be used.
    """
    units, findings = _read_unit_list(units_file)
    workspace = create_workspace(
        name, title=title or name, units=units, fields=reference_fields(), sectors=reference_sectors()
    )
    return workspace, findings


def update_units(workspace: Workspace, units_file: Path) -> tuple[int, int, tuple[Finding, ...]]:
    """Bring a workspace's units up to a list: new ones are added, known ids replaced, none removed.

    How many were new, how many replaced, and what was noticed. Raises `WorkspaceError` when the list cannot be used.
    """
    units, findings = _read_unit_list(units_file)
    with changing(workspace) as change:
        n_new = store_update_units(change, units)
    return n_new, len(units) - n_new, findings


def build_samples(on_progress: Progress | None = None) -> list[Workspace]:
    """Build those of the five workspaces that do not exist yet: the four real provinces and the demo."""
    existing = {workspace.name for workspace in list_workspaces()}
    built = [build_sample(folder, on_progress) for folder in sample_folders() if folder.name not in existing]
    if DEMO not in existing:
        built.append(build_demo(DEMO, on_progress=on_progress))
    return built


def is_first_start() -> bool:
    """Whether nobody has made a workspace of their own yet; then the samples are there to be looked at."""
    samples = {folder.name for folder in sample_folders()} | {DEMO}
    return all(workspace.name in samples for workspace in list_workspaces())


def sample_folders() -> list[Path]:
    """The folders of the real samples, by name."""
    return sorted(path.parent for path in SAMPLES.glob("*/workspace.toml"))


def build_sample(folder: Path, on_progress: Progress | None = None) -> Workspace:
    """One real province from the published figures transcribed in its folder."""
    with (folder / "workspace.toml").open("rb") as file:
        about: dict[str, Any] = tomllib.load(file)
    units, findings = read_units("units.csv", (folder / "units.csv").read_bytes())
    if findings:
        raise WorkspaceError(f"{folder.name}/units.csv: {findings[0].message}")
    workspace = create_workspace(
        folder.name,
        title=about["title"],
        units=units,
        fields=reference_fields(),
        sectors=reference_sectors(),
        lineage=_read_lineage(folder / "lineage.csv"),
        settings={key: str(value) for key, value in about.items() if key != "title"},
    )
    reports = [path for path in sorted(folder.iterdir()) if path.suffix in (".xlsx", ".csv")]
    sent = files_at(path for path in reports if path.name not in ("units.csv", "lineage.csv"))
    for outcome in import_files(workspace, sent, on_progress=on_progress):
        if outcome.status != "accepted":
            raise WorkspaceError(f"{outcome.file_name}: {outcome.findings[0].message}")
    for wrong, reason in revisions.declared().get(folder.name, []):
        revisions.correct(Context(workspace), wrong, reason)
    return workspace


def build_demo(
    name: str, *, scale: int = 1, seed: int = demo.DEFAULT_SEED, on_progress: Progress | None = None
) -> Workspace:
    """The invented province; `scale` multiplies its units, not its months."""
    province = demo.generate(scale=scale, seed=seed)
    workspace = create_workspace(
        name,
        title=province.name,
        units=province.units,
        fields=reference_fields(),
        sectors=reference_sectors(),
        lineage=province.lineage,
        settings={"is_demo": "1", "default_regime": "cchc", "seed": str(seed), "scale": str(scale)},
    )
    sent = [File.of(file_name, content) for file_name, content in demo_files(province)]
    sent += [File.of(export.file_name, export.content) for export in demo_case_exports(province)]
    sent += [File.of(file_name, content) for file_name, content, _ in demo.scores(province)]
    import_files(workspace, sent, on_progress=on_progress)
    add_demo_targets(workspace, province.targets)
    _add_demo_follow_up(workspace)
    _add_demo_register(workspace)
    return workspace


def demo_files(province: demo.Province) -> Iterator[tuple[str, bytes]]:
    """The demo's reports as files that units would send: flat CSVs for the history, workbooks for the last months."""
    return files(province, _write_flat, form_writer(province))


def demo_case_exports(province: demo.Province) -> Iterator[CaseExport]:
    """The demo's exports of its one-stop software for the last months."""
    return case_exports(province, {field.field_id: field.name for field in reference_fields()})


def form_writer(province: demo.Province) -> FormWriter:
    """Writes reports of a drawn province as workbooks in the product's own forms."""
    reference = Reference(province.units, tuple(reference_fields()), province.periods)

    def write(form: str, reports: Sequence[Report], head_unit: str = "") -> bytes:
        return write_form(_current(form), reports, reference, head=FormHead(unit=head_unit))

    return write


def _write_flat(reports: Iterable[Report]) -> bytes:
    return write_flat(_current(FLAT), reports)


def _current(form: str) -> FormVersion:
    return load_forms().latest(form)


def add_demo_targets(workspace: Workspace, targets: Iterable[Target]) -> None:
    """Give the demo province its own invented targets."""
    with changing(workspace) as change:
        add_targets(change, targets, entered_by="demo")


def _add_demo_follow_up(workspace: Workspace) -> None:
    """Invented explanations, promises and notes of units that owe some by the demo's own figures, reminders of missing
    reports, and a month that was closed before a correction came in."""
    context = Context(workspace)
    owed = {label: follow_up.owed(context, "late_rate", f"cchc/{label}") for label in invented.MONTHS}
    explained = [given for label, rows in owed.items() for given in invented.explanations(label, rows)]
    corrected = context.rows("corrections", None, period_ids=[f"cchc/{invented.CLOSED}"])
    owing = chasing.owing(context, chasing.chase(context, invented.MONTHS[-1], invented.REMINDED_ON))
    with changing(workspace) as change:
        for row in corrected[-1:]:
            add_frozen_set(
                change, invented.CLOSED_NAME, f"cchc/{invented.CLOSED}", closed_by="demo", note=invented.CLOSED_NOTE,
                as_of_seq=int(row["revision_id"][1:]) - 1,
            )  # fmt: skip
        add_reminders(change, invented.reminders([row["unit_id"] for row in owing]), entered_by="demo")
        for explanation, outcomes in explained:
            number = add_explanation(change, explanation, entered_by="demo")
            for outcome, day, reason, until in outcomes:
                add_outcome(change, number, outcome, day, reason, extended_to=until, entered_by="demo")
        for note in invented.notes(owed):
            add_note(change, note, entered_by="demo")


def _add_demo_register(workspace: Workspace) -> None:
    """Open the demo's last months and one that is still coming in, and enter what arrived."""
    context = Context(workspace, Viewer("demo", "admin"))
    label_of = {f"cchc/{label}": label for label in register_demo.MONTHS}
    lines = register.lines(context, list(label_of), register_demo.TODAY)
    open_month = opening.planned_period(context, register_demo.COMING_IN)
    units = [line["unit_id"] for line in lines if line["label"] == register_demo.MONTHS[-1]]
    with changing(workspace) as change:
        for period_id, label in label_of.items():
            opening.open_in(change, context, opening.planned_period(context, label))
            of_month = [line for line in lines if line["period_id"] == period_id]
            record_receipts(change, register_demo.arrivals(label, of_month), entered_by="demo")
        for exception in register_demo.exceptions(open_month.period_id, units):
            add_exception(change, exception, entered_by="demo")
        planned = opening.open_in(change, context, open_month)
        record_receipts(change, register_demo.coming_in(planned.duties), entered_by="demo")


def reference_fields() -> list[Field]:
    """The fields of the national catalogue that matter locally, and the sectors as fields of their own."""
    return [
        Field(
            field_id=row["field_id"],
            name=row["name"],
            sector_id=row["sector_id"] or None,
            code=row["code"] or None,
            is_sector=row["is_sector"] == "1",
            display_order=int(row["display_order"]),
            aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        )
        for row in _rows(DATA / "reference" / "fields.csv")
    ]


def reference_sectors() -> list[tuple[str, str]]:
    """Ids and names of the sectors (ngành)."""
    return [(row["sector_id"], row["name"]) for row in _rows(DATA / "reference" / "sectors.csv")]


def _read_unit_list(path: Path) -> tuple[tuple[Unit, ...], tuple[Finding, ...]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WorkspaceError(f"Không mở được danh sách đơn vị “{path}”: {error.strerror}.") from None
    units, findings = read_units(path.name, content)
    if refused := [finding for finding in findings if finding.severity == "reject"]:
        raise WorkspaceError(" ".join(finding.message for finding in refused))
    return units, findings


def _read_lineage(path: Path) -> list[Lineage]:
    if not path.exists():
        return []
    return [
        Lineage(
            from_unit_id=row["from_unit_id"],
            to_unit_id=row["to_unit_id"],
            kind=row["kind"],
            effective_on=date.fromisoformat(row["effective_on"]),
            is_partial=row["is_partial"] == "1",
            note=row["note"],
        )
        for row in _rows(path)
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
