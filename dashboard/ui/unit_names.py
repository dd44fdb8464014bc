"""Names of units in choosers and pictures, where an old and a new unit may share one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dashboard.metrics import format as fmt
from dashboard.report import Unit
from dashboard.ui import reads
from dashboard.ui.screen import Screen


def names(screen: Screen, unit_ids: Iterable[str]) -> dict[str, str]:
    """Short names that no two units share: of an old and a new commune of one name, each says since or until when."""
    wanted = set(unit_ids)
    units = [unit for unit in reads.reference(screen.scope).units if unit.unit_id in wanted]
    return _told_apart(screen, units, {unit.unit_id: unit.short_name or unit.name for unit in units})


def full_names(screen: Screen) -> dict[str, str]:
    """The names of all units in full, those that share one told apart in the same way."""
    units = reads.reference(screen.scope).units
    return _told_apart(screen, units, {unit.unit_id: unit.name for unit in units})


def _told_apart(screen: Screen, units: Sequence[Unit], named: Mapping[str, str]) -> dict[str, str]:
    counted = Counter(named.values())
    found = {}
    for unit in units:
        name = named[unit.unit_id]
        if counted[name] > 1 and unit.valid_from is not None:
            name = screen.say("online.since", name=name, day=fmt.day(unit.valid_from, screen.language))
        elif counted[name] > 1 and unit.valid_to is not None:
            name = screen.say("online.until", name=name, day=fmt.day(unit.valid_to, screen.language))
        found[unit.unit_id] = name
    return found
