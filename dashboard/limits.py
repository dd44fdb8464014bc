"""Below how many cases a share is not shown, and below how many it is shown with its interval: each province's own."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.metrics.format import SMALL_N
from dashboard.metrics.intervals import INTERVAL_N
from dashboard.store import read as store
from dashboard.store.workspace import Workspace
from dashboard.store.write import changing, put_settings

MOST = 10_000


class LimitError(ValueError):
    """A limit that makes no sense; the message says which ones do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Below `small_n` cases counts stand for the share, unranked; below `interval_n` the interval is drawn."""

    small_n: int = SMALL_N
    interval_n: int = INTERVAL_N


BY_DEFAULT = Limits()


def limits_of(setting: Callable[[str], str]) -> Limits:
    """The limits that a workspace's settings name; what is not set or is no limit is the default."""
    small_n, interval_n = (
        _number(setting(key), default) for key, default in (("small_n", SMALL_N), ("interval_n", INTERVAL_N))
    )
    return Limits(small_n, max(small_n, interval_n))


def read_limits(workspace: Workspace) -> Limits:
    """The limits in force in a workspace."""
    return limits_of(lambda key: store.setting(workspace, key))


def set_limits(workspace: Workspace, small_n: int | None = None, interval_n: int | None = None) -> Limits:
    """Change one limit or both; `LimitError` unless 1 ≤ small_n ≤ interval_n, `WorkspaceError` while someone writes."""
    old = read_limits(workspace)
    new = Limits(
        old.small_n if small_n is None else small_n,
        old.interval_n if interval_n is None else interval_n,
    )
    if not 1 <= new.small_n <= new.interval_n <= MOST:
        raise LimitError(
            f"Cần 1 ≤ small_n ≤ interval_n ≤ {MOST}; đang được yêu cầu {new.small_n} và {new.interval_n}. Chưa đổi gì."
        )
    if new != old:
        with changing(workspace) as change:
            put_settings(change, {"small_n": str(new.small_n), "interval_n": str(new.interval_n)})
    return new


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST else default
