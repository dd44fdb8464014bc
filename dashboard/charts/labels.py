"""Keeps the words beside marks from standing on each other."""

from collections.abc import Sequence


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Places at least `gap` apart, each as near to its own as the others allow, in the order given.

    Places that already have room stay where they are; a crowd keeps its middle.
    """
    order = sorted(range(len(places)), key=lambda at: places[at])
    groups: list[tuple[float, list[int]]] = []  # the middle of each crowd, and who stands in it
    for at in order:
        groups.append((places[at], [at]))
        while len(groups) > 1 and _reach(groups[-1], gap, -1) < _reach(groups[-2], gap, 1) + gap:
            (_, first), (_, second) = groups[-2:]
            joined = first + second
            groups[-2:] = [(sum(places[i] for i in joined) / len(joined), joined)]
    found = list(places)
    for middle, members in groups:
        for number, at in enumerate(members):
            found[at] = middle + (number - (len(members) - 1) / 2) * gap
    return found


def _reach(group: tuple[float, list[int]], gap: float, sign: int) -> float:
    middle, members = group
    return middle + sign * (len(members) - 1) / 2 * gap
