"""The choice of a period: a kind and one of it, or a range from one month or quarter to another. Select boxes only."""

import streamlit as st

from dashboard.metrics import format as fmt
from dashboard.metrics import ranges
from dashboard.metrics.periods import KnownPeriod, labels_between, months_of
from dashboard.ui import reads, url
from dashboard.ui.screen import KIND_ORDER, Screen, period_label, period_labels

RANGE = "range"
_SUGGESTED = 3
"""How many periods a range holds when it is first chosen in January."""


def choice(screen: Screen) -> None:
    """The kind of period and, beside it, the period itself or both ends of a range."""
    shown = screen.period
    assert shown is not None
    is_range = ranges.is_range(shown)
    known = reads.known_periods(screen.scope)
    kinds: list[str] = sorted({k.period.kind for k in known}, key=KIND_ORDER.index)
    if is_range or len(_steps(screen, shown)) > 1:
        kinds.append(RANGE)
    if len(kinds) > 1:
        st.selectbox(
            screen.say("filter.kind"),
            kinds,
            format_func=lambda kind: screen.say(f"period_kind.{kind}"),
            key=url.widget("kind", RANGE if is_range else shown.period.kind),
            on_change=_pick_kind,
            args=(screen,),
            width=190 if is_range else 110,
        )
    if is_range:
        _ends(screen, shown)
        return
    of_kind = [k for k in reversed(known) if k.period.kind == shown.period.kind]
    labels = period_labels(screen, sorted(of_kind, key=lambda k: k.period.end, reverse=True))
    st.selectbox(
        screen.say("filter.period"),
        list(labels),
        format_func=lambda label: fmt.capitalised(fmt.period_name(labels[label].period, screen.language)),
        key=url.widget("period", period_label(screen, shown)),
        on_change=url.picked,
        args=("period",),
        width=168,
    )


def _ends(screen: Screen, shown: KnownPeriod) -> None:
    """From and to; where one was moved past the other, they change places."""
    steps = _steps(screen, shown)
    labels = ranges.labels_of(shown)
    for name, chosen in (("from", labels[0]), ("to", labels[-1])):
        st.selectbox(
            screen.say(f"filter.period_{name}"),
            list(reversed(steps)),
            format_func=lambda label: fmt.capitalised(fmt.period_name(steps[label].period, screen.language)),
            key=url.widget(f"period_{name}", chosen),
            on_change=_pick_ends,
            args=(screen,),
            width=160,
        )


def _steps(screen: Screen, shown: KnownPeriod) -> dict[str, KnownPeriod]:
    """What a range can begin and end with, in order: periods of the kind that it is made up of, else the shortest."""
    of_regime = [k for k in reads.known_periods(screen.scope) if k.period.regime == shown.period.regime]
    months = months_of(ranges.labels_of(shown)[0]) if ranges.is_range(shown) else None
    for kind in (months[3] if months else None, "month", "quarter", "half", "year"):
        found = sorted((k for k in of_regime if k.period.kind == kind), key=lambda k: k.period.label)
        if found:
            return {k.period.label: k for k in found}
    return {}


def _pick_kind(screen: Screen) -> None:
    """The last period of another kind that ends no later than the one shown, else the first."""
    kind = st.session_state["w_kind"]
    shown = screen.period
    assert shown is not None
    if kind == RANGE:
        url.write("period", _suggested(screen, shown))
        return
    of_kind = [k for k in reads.known_periods(screen.scope) if k.period.kind == kind]
    if of_kind:
        end = shown.period.end
        around = [k for k in of_kind if k.period.start <= end] or of_kind
        url.write("period", period_label(screen, max(around, key=lambda k: k.period.end)))


def _suggested(screen: Screen, shown: KnownPeriod) -> str:
    """The months of a longer period; of a month, its year up to it, and in January the last months."""
    steps = list(_steps(screen, shown))
    upto = [label for label in steps if _end(label) <= (shown.period.end.year, shown.period.end.month)] or steps
    year = [label for label in upto if label[:4] == upto[-1][:4]]
    inside = [label for label in ranges.labels_of(shown) if label in steps]
    chosen = inside if len(inside) > 1 else year if len(year) > 1 else upto[-_SUGGESTED:]
    return _label(screen, chosen[0], chosen[-1])


def _end(label: str) -> tuple[int, int]:
    months = months_of(label)
    assert months is not None
    return months[0], months[2]


def _pick_ends(screen: Screen) -> None:
    first, last = st.session_state["w_period_from"], st.session_state["w_period_to"]
    if not labels_between(first, last):
        first, last = last, first
    url.write("period", _label(screen, first, last))


def _label(screen: Screen, first: str, last: str) -> str:
    """As the address names it, with the regime where two have such a range."""
    assert screen.period is not None
    label = f"{first}{ranges.MARK}{last}"
    regime = screen.period.period.regime
    found = [k for k in reads.ranges_of(screen.scope, label) if k.period.regime == regime]
    return period_label(screen, found[0]) if found else label
