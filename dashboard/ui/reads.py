"""Cached reads: each is kept for one workspace, generation, viewer, moment and set of parameters, never longer."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import streamlit as st

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


AS_TEXT: dict[str | type[Any], Callable[[Any], Any]] = {Scope: repr}
"""Caches hash a scope as one string and not part by part, which is most of what a hit costs."""


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


@st.cache_data(max_entries=800, show_spinner=False, hash_funcs=AS_TEXT)
def _rows(scope: Scope, query: str, params: tuple[tuple[str, str | tuple[str, ...]], ...]) -> Rows:
    given = {name: value if isinstance(value, str) else list(value) for name, value in params}
    return scope.context().rows(query, None, **given)


# What follows is immutable, so that one copy serves every session.


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=AS_TEXT)
def every_period(scope: Scope) -> tuple[KnownPeriod, ...]:
    """Every period that can be asked for, the year to date at the end of each among them."""
    return store.periods(scope.context().workspace)


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=AS_TEXT)
def known_periods(scope: Scope) -> tuple[KnownPeriod, ...]:
    """Every period that can be asked for, year-to-date ranges left out."""
    return tuple(k for k in every_period(scope) if k.period.kind != "ytd")


@st.cache_resource(max_entries=200, show_spinner=False, hash_funcs=AS_TEXT)
def ranges_of(scope: Scope, label: str) -> tuple[KnownPeriod, ...]:
    """The ranges that a label means, one for each regime in which its ends are known."""
    return find_ranges(scope.context(), label)


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=AS_TEXT)
def reported_periods(scope: Scope) -> tuple[Period, ...]:
    return store.reported_periods(scope.context().workspace)


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=AS_TEXT)
def reference(scope: Scope) -> Reference:
    """Units and fields; the units are those that the viewer may see."""
    whole = store.reference(scope.context().workspace)
    if scope.unit_ids is None:
        return whole
    units = tuple(unit for unit in whole.units if unit.unit_id in scope.unit_ids)
    return Reference(units, whole.fields, whole.periods, whole.default_regime)


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=AS_TEXT)
def forms(scope: Scope) -> Forms:
    """The forms of the product and those of the workspace's own."""
    return with_own(own_forms(scope.context().workspace))


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=AS_TEXT)
def search_index(scope: Scope) -> SearchIndex:
    """The names of the units that the viewer may see, and of all fields."""
    known = reference(scope)
    return build_index(known.units, known.fields)


@st.cache_resource(max_entries=80, show_spinner=False, hash_funcs=AS_TEXT)
def reorganised(scope: Scope, level: str | None) -> tuple[date, ...]:
    """The days, 1 July 2025 apart, on which most units of a level, or of any, began or had ended."""
    units = [unit for unit in reference(scope).units if level in (None, unit.level)]
    counted = Counter(unit.valid_from for unit in units if unit.valid_from is not None)
    counted.update(unit.valid_to + timedelta(1) for unit in units if unit.valid_to is not None)
    del counted[REFORM_DAY]
    return tuple(sorted(day for day, _ in counted.most_common(MOST_DAYS)))


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=AS_TEXT)
def has_districts_that_ended(scope: Scope) -> bool:
    """Whether there were districts, whose work others took over on 1 July 2025."""
    return any(unit.level == "district" and unit.valid_to is not None for unit in reference(scope).units)


@st.cache_resource(max_entries=40, show_spinner=False, hash_funcs=AS_TEXT)
def entry_days(scope: Scope) -> tuple[date, ...]:
    """The days on which reports were accepted, the first one first."""
    return store.entry_days(scope.context().workspace)


@st.cache_resource(max_entries=200, show_spinner=False, hash_funcs=AS_TEXT)
def is_moment(scope: Scope, as_of: str) -> bool:
    """Whether figures can be asked for as of this time or revision."""
    try:
        store.check_moment(scope.context().workspace, as_of)
    except WorkspaceError:
        return False
    return True


@st.cache_data(max_entries=80, show_spinner=False, hash_funcs=AS_TEXT)
def setting(scope: Scope, key: str, default: str = "") -> str:
    return store.setting(scope.context().workspace, key, default)


def original(scope: Scope, sha256: str, file_name: str) -> Path | None:
    """Where an original file is kept; null where it is gone, or speaks of units that the viewer may not see."""
    if not rows(scope, "readable_original", sha256=sha256):
        return None
    path = original_path(scope.context().workspace, sha256, file_name)
    return path if path.is_file() else None


@st.cache_data(max_entries=200, show_spinner=False)
def title_of(workspace: str, folder: str, generation: int) -> str:  # noqa: ARG001 - the generation is part of the key
    """The title of a workspace other than the one shown, for the selector."""
    return store.setting(Workspace(workspace, Path(folder)), "title", workspace)


@st.cache_data(max_entries=200, show_spinner=False, hash_funcs=AS_TEXT)
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
