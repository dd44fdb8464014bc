"""What every page is drawn for: workspace, viewer, language, theme and shared filters, all taken from the address."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

import streamlit as st

from dashboard.charts.palette import Theme
from dashboard.charts.picture import Look
from dashboard.figures import Context
from dashboard.limits import BY_DEFAULT, Limits, limits_of
from dashboard.metrics import format as fmt
from dashboard.metrics import ranges
from dashboard.metrics.format import Language
from dashboard.metrics.periods import KnownPeriod
from dashboard.report import LEVELS, LOCAL_VIEWER, Level, Period, Viewer
from dashboard.store.closing import as_of_frozen, frozen_name
from dashboard.store.connection import VIETNAM as VIETNAM
from dashboard.store.workspace import Workspace, list_workspaces
from dashboard.ui import marks, reads, url, viewport
from dashboard.ui.reads import Rows, Scope
from dashboard.words import LANGUAGES, text

Compare = Literal["previous", "last_year"]

DEFAULT_WORKSPACE = "demo"
INCLUDED = "1"
"""What the address says where vertical agencies are counted in."""
_KEY = "screen"
_TOLD_BY = ("overdue_rate", "online_share_total", "iso_adoption", "signed_share_outgoing", "report_submitted_rate")
KIND_ORDER = ("month", "quarter", "half", "nine_month", "year", "custom")


@dataclass(frozen=True, slots=True)
class Screen:
    """One reader's view of one workspace. `period` is null while nothing was reported."""

    scope: Scope
    title: str
    is_demo: bool
    language: Language
    theme: Theme
    is_narrow: bool = False
    period: KnownPeriod | None = None
    compare: Compare = "previous"
    level: Level | None = None
    troubles: tuple[str, ...] = ()
    limits: Limits = BY_DEFAULT
    _looks: dict[tuple[Level | None, bool], Look] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def context(self) -> Context:
        return self.scope.context()

    @property
    def look(self) -> Look:
        return self.look_of(self.level)

    def look_of(self, level: Level | None, *, every_level: bool = False) -> Look:
        """The look of a picture of one level, of the whole province, or of every level side by side."""
        asked = (level, every_level)
        if asked not in self._looks:
            days = reads.reorganised(self.scope, None if every_level else level) if every_level or level else ()
            moved = (every_level or level == "commune") and reads.has_districts_that_ended(self.scope)
            self._looks[asked] = Look(
                self.language,
                self.theme,
                self.limits.small_n,
                self.limits.interval_n,
                is_narrow=self.is_narrow,
                is_scoped=self.scope.unit_ids is not None,
                reorganised=days,
                has_moved_work=moved,
            )
        return self._looks[asked]

    @property
    def period_id(self) -> str:
        assert self.period is not None
        return self.period.period.period_id

    @property
    def period_name(self) -> str:
        """The period for the middle of a sentence: "tháng 10/2026"."""
        return fmt.period_name(self.period.period, self.language) if self.period else ""

    def say(self, key: str, **values: object) -> str:
        return text(key, self.language, **values)

    def address(self) -> dict[str, str]:
        """The shared filters as an address has them, for links."""
        shown = {"ws": self.scope.workspace, "lang": self.language, "compare": self.compare}
        if self.period is not None:
            shown["period"] = period_label(self, self.period)
        if self.level is not None:
            shown["level"] = self.level
        if self.scope.as_of is not None:
            name = frozen_name(self.scope.as_of)
            shown |= {"asof": self.scope.as_of} if name is None else {"frozen": name}
        if self.scope.includes_vertical:
            shown["vertical"] = INCLUDED
        return shown

    def rows(self, query: str, **params: Any) -> Rows:
        """The cached rows of a query of `queries/read`; figures of metrics bring their marks (see `marks`)."""
        return marks.put_on(self.scope, self.language, query, params, reads.rows(self.scope, query, **params))


def viewer() -> Viewer:
    """Who is reading. A fresh installation has one local viewer with all rights."""
    return st.session_state.get("viewer", LOCAL_VIEWER)


def prepare() -> Screen | None:
    """Read the address, correct what it asks for in vain, and keep the result; null where there is no workspace."""
    url.restore()
    language = _language()
    workspace, troubles = _workspace(language)
    asked = url.read("lang")
    if asked not in (None, *LANGUAGES):
        name = text("app.language", language)
        troubles = (*troubles, text("problem.choice", language, asked=asked, filter=name))
    if workspace is None:
        st.session_state[_KEY] = None
        return None
    scope = reads.scope_of(Context(workspace, viewer()))
    marks.begin(scope)
    screen = Screen(
        scope=scope,
        title=reads.setting(scope, "title", workspace.name),
        is_demo=reads.setting(scope, "is_demo") == "1",
        language=language,
        theme=viewport.theme(),
        is_narrow=viewport.is_narrow(),
        troubles=troubles,
        limits=limits_of(lambda key: reads.setting(scope, key)),
    )
    screen = _with_moment(screen)
    screen = _with_vertical(screen)
    screen = _with_period(screen)
    screen = _with_choice(screen, "compare", get_args(Compare), "filter.compare")
    screen = _with_choice(screen, "level", levels_of(screen), "filter.level")
    for name, value in screen.address().items():
        url.write(name, value)
    st.session_state[_KEY] = screen
    return screen


def current() -> Screen:
    """The screen that `prepare` made for this run."""
    screen = st.session_state[_KEY]
    assert isinstance(screen, Screen)
    return screen


def language() -> Language:
    """The language of the address, before there is a screen."""
    return _language()


def period_label(screen: Screen, known: KnownPeriod) -> str:
    """How the address names a period: its label, with the regime where two have the same one."""
    return next(iter(period_labels(screen, [known])))


def period_labels(screen: Screen, several: Iterable[KnownPeriod]) -> dict[str, KnownPeriod]:
    """Periods by the name that the address has for each, in their order."""
    counted = reads.label_counts(screen.scope)

    def label(period: Period) -> str:
        same = counted[period.label] or len(reads.ranges_of(screen.scope, period.label))
        return period.label if same == 1 else period.period_id

    return {label(known.period): known for known in several}


def levels_of(screen: Screen) -> tuple[Level, ...]:
    """The levels that have units in the period, or of which a report states a total."""
    units = reads.reference(screen.scope).units
    if screen.period is None:
        return ()
    period = screen.period.period
    held = {unit.level for unit in units if unit.is_valid(period.start, period.end)}
    if len(held) < len(LEVELS) and not _told_of(screen) <= held:
        rows = reads.rows(
            screen.scope, "metric_by_level", metric_ids=_TOLD_BY, period_ids=[period.period_id], field_ids=[]
        )
        held |= {row["level"] for row in rows if row["numerator"] is not None}
    return tuple(level for level in LEVELS if level in held)


def _told_of(screen: Screen) -> set[str]:
    """The levels that can have figures at all: asked before the figures, which take twenty times as long."""
    return {row["level"] for row in reads.rows(screen.scope, "levels_told", period_id=screen.period_id)}


def _language() -> Language:
    asked = url.read("lang")
    return "en" if asked == "en" else "vi"


def _workspace(language: Language) -> tuple[Workspace | None, tuple[str, ...]]:
    known = {workspace.name: workspace for workspace in list_workspaces()}
    asked = url.read("ws")
    if asked in known:
        return known[asked], ()
    if not known:
        return None, ()
    first = known.get(DEFAULT_WORKSPACE) or next(iter(known.values()))
    if asked is None:
        return first, ()
    url.write("ws", None)
    return first, (text("problem.workspace", language, asked=asked, shown=first.name),)


def _with_moment(screen: Screen) -> Screen:
    name = url.read("frozen")
    if name is not None:
        url.write("asof", None)  # one moment at a time: what was frozen goes before a day
        if reads.is_moment(screen.scope, as_of_frozen(name)):
            return replace(screen, scope=replace(screen.scope, as_of=as_of_frozen(name)))
        url.write("frozen", None)
        return _troubled(screen, "problem.frozen", asked=name)
    asked = url.read("asof")
    if asked is None:
        return screen
    if reads.is_moment(screen.scope, asked):
        return replace(screen, scope=replace(screen.scope, as_of=asked))
    url.write("asof", None)
    return _troubled(screen, "problem.moment", asked=asked)


def _with_vertical(screen: Screen) -> Screen:
    asked = url.read("vertical")
    if asked in (None, INCLUDED):
        return replace(screen, scope=replace(screen.scope, includes_vertical=asked == INCLUDED))
    url.write("vertical", None)
    return _troubled(screen, "problem.choice", asked=asked, filter=screen.say("filter.vertical"))


def _with_period(screen: Screen) -> Screen:
    known = reads.known_periods(screen.scope)
    if not known:
        return screen
    asked = url.read("period")
    found = [k for k in known if asked in (k.period.label, k.period.period_id)]
    found = found or list(reads.ranges_of(screen.scope, asked or ""))
    if found:
        # Two regimes may share a label; the address then says which by the whole id, else the default one is shown.
        default = reads.reference(screen.scope).default_regime
        return replace(screen, period=next((k for k in found if k.period.regime == default), found[0]))
    counted = {row["period_id"] for row in reads.rows(screen.scope, "counted_periods")}
    told = tuple(k for k in known if k.is_implied or k.period.period_id in counted) if counted else known
    shown = replace(screen, period=_latest(told, reads.reference(screen.scope).default_regime))
    if asked is None:
        return shown
    url.write("period", None)
    key = "problem.range" if ranges.MARK in asked else "problem.period"
    return _troubled(shown, key, asked=asked, shown=shown.period_name)


def _latest(known: tuple[KnownPeriod, ...], regime: str) -> KnownPeriod:
    """The last reported period, of the shortest kind that the regime reports."""

    def merit(k: KnownPeriod) -> tuple[bool, bool, int, Any]:
        return (k.period.regime == regime, not k.is_implied, -KIND_ORDER.index(k.period.kind), k.period.end)

    return max(known, key=merit)


def _with_choice(screen: Screen, name: str, allowed: tuple[Any, ...], label_key: str) -> Screen:
    asked = url.read(name)
    if asked is None or asked in allowed:
        return replace(screen, **{name: asked}) if asked else screen  # type: ignore[arg-type]
    url.write(name, None)
    return _troubled(screen, "problem.choice", asked=asked, filter=screen.say(label_key))


def _troubled(screen: Screen, key: str, **values: object) -> Screen:
    return replace(screen, troubles=(*screen.troubles, screen.say(key, **values)))
