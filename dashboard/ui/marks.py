"""The marks of figures: every row of a metric says whether a finding is in it, was derived, or is a stated total."""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from dashboard import marks
from dashboard.marks import Key, Marks, Row
from dashboard.metrics.format import Language
from dashboard.metrics.rules import load_rules
from dashboard.store import read as store
from dashboard.ui import background, kept
from dashboard.ui.reads import Rows, Scope

_log = logging.getLogger(__name__)

QUALITY_PAGE = "chat-luong"


def put_on(scope: Scope, language: Language, query: str, params: Mapping[str, Any], rows: Rows) -> Rows:
    """The rows of a query with `caution` (words for a reader) and `mark` (what was found) where there is any."""
    return marks.put_on(_shelf(scope).of(scope), language, query, params, rows)


def of_figures(scope: Scope, language: Language, metric_id: str, period_id: str, rows: Rows, fields: Sequence[str] = ()
) -> Rows:  # fmt: skip
    """The same for rows of other queries that give one metric of units (`unit_id`) in one period."""
    return marks.of_figures(_shelf(scope).of(scope), language, metric_id, period_id, rows, fields)


def titles(mark: Row, language: Language) -> str:
    """What the rules of a mark are about, for the title of its sign."""
    rules = load_rules()
    return "; ".join(rules[id_].title[language] if id_ in rules else id_ for id_ in mark["rules"])


def link(address: Mapping[str, str], mark: Row) -> str:
    """The data-quality page with the findings that are in a figure."""
    asked = {**address, "metric": mark["metric_id"]}
    asked |= {"unit": mark["figure_id"]} if mark["figure_kind"] == "unit" else {}
    asked |= {"level": mark["figure_id"]} if mark["figure_kind"] == "level" else {}
    asked |= {"field": mark["field_id"]} if mark.get("field_id") else {}
    return f"{QUALITY_PAGE}?{urlencode(asked)}"


@dataclass
class _Shelf:
    """The marks of every metric, period by period as pages ask for them; one shelf serves every session."""

    marks: dict[Key, Row] = field(default_factory=dict)
    periods: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in marks.QUERIES_OF_MARKS})
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, scope: Scope) -> Marks:
        def found(period_ids: set[str], is_by_field: bool) -> Mapping[Key, Row]:
            for name in marks.QUERIES_OF_MARKS if is_by_field else marks.QUERIES_OF_MARKS[:1]:
                with self.lock:
                    new = sorted(period_ids - self.periods[name])
                    if new:
                        self.marks |= marks.of_periods(scope.context(), name, new)
                        self.periods[name] |= set(new)
            return self.marks

        return found


@kept.shared(40)
def _shelf(scope: Scope) -> _Shelf:  # noqa: ARG001 - a new one for each generation, viewer and moment
    return _Shelf()


@kept.shared(40)
def begin(scope: Scope) -> threading.Thread:
    """Run the checks of a new generation while the page asks its first questions."""
    return background.begin("checks", lambda: _run_checks(scope))


def _run_checks(scope: Scope) -> None:
    context = scope.context()
    try:
        store.run_checks(context.workspace, context.as_of)
    except Exception:  # noqa: BLE001 - whoever asks for the marks meets the same trouble, and says so
        _log.info("the checks of %s could not be run ahead", scope.workspace, exc_info=True)
