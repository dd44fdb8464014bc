"""Cached reads: each is kept for one workspace, generation, viewer, moment and set of parameters, never longer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dashboard.charts.series import REFORM_DAY
from dashboard.figures import Context, find_ranges
from dashboard.forms import Forms, with_own
from dashboard.metrics.periods import KnownPeriod
from dashboard.report import Period, Reference, Viewer
from dashboard.search import SearchIndex, build_index
from dashboard.store import read as store
from dashboard.store.accept import original_path
from dashboard.store.findings import current_findings
from dashboard.store.forms import own_forms
from dashboard.store.workspace import Workspace, WorkspaceError
from dashboard.ui import kept

Rows = list[dict[str, Any]]
MOST_DAYS = 4
"""So many reorganisations are marked in a picture, those of most units."""


@dataclass(frozen=True, slots=True)
class Scope:
    """All that an answer depends on besides the question. Every cache below has it in its key."""

    workspace: str
    folder: str
    generation: int
    viewer_id: str
    role: str
    unit_ids: tuple[str, ...] | None
    as_of: str | None
    includes_vertical: bool

    def context(self) -> Context:
        units = None if self.unit_ids is None else frozenset(self.unit_ids)
        return Context(
            Workspace(self.workspace, Path(self.folder)),
            Viewer(self.viewer_id, self.role, units),
            self.as_of,
            self.includes_vertical,
        )


def scope_of(context: Context) -> Scope:
    """The cache key of a context as its workspace stands now."""
    viewer = context.viewer
    return Scope(
        workspace=context.workspace.name,
        folder=str(context.workspace.folder),
        generation=context.workspace.generation(),
        viewer_id=viewer.viewer_id,
        role=viewer.role,
        unit_ids=None if viewer.unit_ids is None else tuple(sorted(viewer.unit_ids)),
        as_of=context.as_of,
        includes_vertical=context.includes_vertical,
    )


def rows(scope: Scope, query: str, **params: str | Sequence[str]) -> Rows:
    """The rows of `queries/read/<query>.sql`; lists are parameters of varchar[]."""
    frozen = tuple(sorted((name, value if isinstance(value, str) else tuple(value)) for name, value in params.items()))
    return _rows(scope, query, frozen)


@kept.copied(800)
def _rows(scope: Scope, query: str, params: tuple[tuple[str, str | tuple[str, ...]], ...]) -> Rows:
    given = {name: value if isinstance(value, str) else list(value) for name, value in params}
    return scope.context().rows(query, None, **given)


# What follows is immutable, so that one copy serves every session.


@kept.shared(40)
def every_period(scope: Scope) -> tuple[KnownPeriod, ...]:
    """Every period that can be asked for, the year to date at the end of each among them."""
    return store.periods(scope.context().workspace)


@kept.shared(40)
def known_periods(scope: Scope) -> tuple[KnownPeriod, ...]:
    """Every period that can be asked for, year-to-date ranges left out."""
    return tuple(k for k in every_period(scope) if k.period.kind != "ytd")


@kept.shared(40)
def label_counts(scope: Scope) -> Counter[str]:
    """How many known periods have each label: two regimes may have the same one."""
    return Counter(known.period.label for known in known_periods(scope))


@kept.shared(200)
def ranges_of(scope: Scope, label: str) -> tuple[KnownPeriod, ...]:
    """The ranges that a label means, one for each regime in which its ends are known."""
    return find_ranges(scope.context(), label)


@kept.shared(40)
def reported_periods(scope: Scope) -> tuple[Period, ...]:
    return store.reported_periods(scope.context().workspace)


@kept.shared(40)
def reference(scope: Scope) -> Reference:
    """Units and fields; the units are those that the viewer may see."""
    whole = store.reference(scope.context().workspace)
    if scope.unit_ids is None:
        return whole
    units = tuple(unit for unit in whole.units if unit.unit_id in scope.unit_ids)
    return Reference(units, whole.fields, whole.periods, whole.default_regime)


@kept.shared(40)
def forms(scope: Scope) -> Forms:
    """The forms of the product and those of the workspace's own."""
    return with_own(own_forms(scope.context().workspace))


@kept.shared(40)
def search_index(scope: Scope) -> SearchIndex:
    """The names of the units that the viewer may see, and of all fields."""
    known = reference(scope)
    return build_index(known.units, known.fields)


@kept.shared(80)
def reorganised(scope: Scope, level: str | None) -> tuple[date, ...]:
    """The days, 1 July 2025 apart, on which most units of a level, or of any, began or had ended."""
    units = [unit for unit in reference(scope).units if level in (None, unit.level)]
    counted = Counter(unit.valid_from for unit in units if unit.valid_from is not None)
    counted.update(unit.valid_to + timedelta(1) for unit in units if unit.valid_to is not None)
    del counted[REFORM_DAY]
    return tuple(sorted(day for day, _ in counted.most_common(MOST_DAYS)))


@kept.shared(40)
def has_districts_that_ended(scope: Scope) -> bool:
    """Whether there were districts, whose work others took over on 1 July 2025."""
    return any(unit.level == "district" and unit.valid_to is not None for unit in reference(scope).units)


@kept.shared(40)
def entry_days(scope: Scope) -> tuple[date, ...]:
    """The days on which reports were accepted, the first one first."""
    return store.entry_days(scope.context().workspace)


@kept.shared(200)
def is_moment(scope: Scope, as_of: str) -> bool:
    """Whether figures can be asked for as of this time or revision."""
    try:
        store.check_moment(scope.context().workspace, as_of)
    except WorkspaceError:
        return False
    return True


@kept.copied(80)
def setting(scope: Scope, key: str, default: str = "") -> str:
    return store.setting(scope.context().workspace, key, default)


def original(scope: Scope, sha256: str, file_name: str) -> Path | None:
    """Where an original file is kept; null where it is gone, or speaks of units that the viewer may not see."""
    if not rows(scope, "readable_original", sha256=sha256):
        return None
    path = original_path(scope.context().workspace, sha256, file_name)
    return path if path.is_file() else None


@kept.copied(200)
def title_of(workspace: str, folder: str, generation: int) -> str:  # noqa: ARG001 - the generation is part of the key
    """The title of a workspace other than the one shown, for the selector."""
    return store.setting(Workspace(workspace, Path(folder)), "title", workspace)


@kept.copied(200)
def findings(scope: Scope, period_ids: tuple[str, ...], language: str) -> Rows:
    """What is wrong in the figures of some periods, or of all of them; the gravest first."""
    context = scope.context()
    return current_findings(
        context.workspace,
        viewer=context.viewer,
        period_ids=period_ids,
        as_of=context.as_of,
        language="en" if language == "en" else "vi",
    )
