"""Counts that a report leaves blank although its other counts leave them exactly one value.

Every unknown has bounds (at least 0), every identity narrows them, and what is left with one value is derived. The
identities are those of biểu 06; `carried_over` is never derived, since what is missing proves nothing about it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard.report import FactRow, Family


@dataclass(frozen=True, slots=True)
class Identity:
    """`total` = the sum of `parts`; it holds for a row that states one of `needs` (of any row when empty)."""

    total: str
    parts: tuple[str, ...]
    needs: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.total, *self.parts)

    @property
    def text(self) -> str:
        return f"{self.total} = {' + '.join(self.parts)}"


IDENTITIES: Mapping[Family, tuple[Identity, ...]] = {
    "dossier": (
        Identity(
            "received_total",
            ("resolved_early", "resolved_on_time", "resolved_late", "pending_in_time", "pending_overdue"),
        ),
        Identity("received_total", ("resolved_total", "pending_total")),
        Identity("resolved_total", ("resolved_early", "resolved_on_time", "resolved_late")),
        Identity("pending_total", ("pending_in_time", "pending_overdue")),
        Identity(
            "received_total",
            ("resolved_ok", "pending_in_time", "overdue_unsplit"),
            frozenset({"resolved_ok", "overdue_unsplit"}),
        ),
        Identity(
            "received_total", ("received_online", "received_offline", "carried_over"), frozenset({"carried_over"})
        ),
    ),
    "document": (Identity("docs_total", ("docs_in", "docs_out")),),
    "certificate": (Identity("certificates_total", ("certificate_org", "certificate_person")),),
}

_MOST_ROUNDS = 40
"""Identities that agree settle within a few rounds; those that do not may push each other's bounds up for ever."""

_Bounds = dict[str, tuple[int, int | None]]


class _ContradictionError(Exception):
    """No value satisfies the identities."""


def derive_row(family: Family, row: FactRow) -> FactRow:
    """The row with its derived counts, each naming its identity; the row itself when nothing follows."""
    derived = derive(family, row.counts)
    if not derived:
        return row
    counts = {**row.counts, **{column: value for column, (value, _) in derived.items()}}
    return replace(row, counts=counts, derived={column: text for column, (_, text) in derived.items()})


def derive(family: Family, stated: Mapping[str, int]) -> dict[str, tuple[int, str]]:
    """Each blank count that has exactly one possible value, with the identity that gave it.

    Identities that contradict what is stated give nothing, nor does any that is tied to them by a blank count.
    """
    if not may_derive(family, frozenset(stated)):
        return {}
    derived: dict[str, tuple[int, str]] = {}
    for group in _groups(_usable(family, stated), stated):
        try:
            derived |= _solve(group, stated)
        except _ContradictionError:
            continue
    return derived


@lru_cache(maxsize=4096)
def may_derive(family: Family, stated: frozenset[str]) -> bool:
    """Whether a row that states these columns can leave any other column one value: a quick test before the work."""
    for identity in IDENTITIES.get(family, ()):
        blank = sum(column not in stated for column in identity.columns)
        if 0 < blank < len(identity.columns) and (not identity.needs or identity.needs & stated):
            return True
    return False


def _usable(family: Family, stated: Mapping[str, int]) -> list[Identity]:
    usable = []
    for identity in IDENTITIES.get(family, ()):
        if identity.needs and not identity.needs & stated.keys():
            continue
        known = sum(stated.get(part, 0) for part in identity.parts)
        total = stated.get(identity.total)
        is_complete = all(part in stated for part in identity.parts)
        # One whose parts already exceed its total stays if a part is blank: it contradicts all that is tied to it.
        if total is None or total == known or not is_complete:
            usable.append(identity)
    return usable


def _groups(identities: Iterable[Identity], stated: Mapping[str, int]) -> list[list[Identity]]:
    """Identities that share blank columns, since a contradiction in one tells of all."""
    groups: list[tuple[set[str], list[Identity]]] = []
    for identity in identities:
        blanks = {column for column in identity.columns if column not in stated}
        joined = [group for group in groups if group[0] & blanks]
        members = [member for group in joined for member in group[1]]
        groups = [group for group in groups if group not in joined]
        groups.append((blanks.union(*(group[0] for group in joined)), [*members, identity]))
    return [members for _, members in groups]


def _solve(identities: list[Identity], stated: Mapping[str, int]) -> dict[str, tuple[int, str]]:
    bounds: _Bounds = {}
    for identity in identities:
        for column in identity.columns:
            value = stated.get(column)
            bounds[column] = (0, None) if value is None else (value, value)
    derived: dict[str, tuple[int, str]] = {}
    for _ in range(_MOST_ROUNDS):
        has_changed = False
        for identity in identities:
            for column in _narrow(identity, bounds):
                has_changed = True
                low, high = bounds[column]
                if low == high and column != "carried_over":
                    derived[column] = (low, identity.text)
        if not has_changed:
            return derived
    raise _ContradictionError("bounds that chase each other")


def _narrow(identity: Identity, bounds: _Bounds) -> list[str]:
    """Narrow each column of one identity by the others; the columns that changed."""
    lows = sum(bounds[part][0] for part in identity.parts)
    highs = [bounds[part][1] for part in identity.parts]
    open_parts = highs.count(None)
    high_sum = sum(high for high in highs if high is not None)
    changed = []
    if _cut(bounds, identity.total, lows, None if open_parts else high_sum):
        changed.append(identity.total)
    total_low, total_high = bounds[identity.total]
    for part, high in zip(identity.parts, highs, strict=True):
        low = bounds[part][0]
        others_are_open = open_parts - (high is None) > 0
        least = 0 if others_are_open else total_low - (high_sum - (high or 0))
        most = None if total_high is None else total_high - (lows - low)
        if _cut(bounds, part, least, most):
            changed.append(part)
            # The sums above stay valid, only looser; the next round uses the new bounds.
    return changed


def _cut(bounds: _Bounds, column: str, low: int, high: int | None) -> bool:
    old_low, old_high = bounds[column]
    new_low = max(old_low, low)
    new_high = old_high if high is None else high if old_high is None else min(old_high, high)
    if new_high is not None and new_low > new_high:
        raise _ContradictionError(column)
    bounds[column] = (new_low, new_high)
    return (new_low, new_high) != (old_low, old_high)
