"""Making files of a period: what to make and of whom by the address, then its progress, its end, and the download."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import get_args

import streamlit as st

from dashboard import making as process
from dashboard import publishing
from dashboard.making import Making
from dashboard.metrics import format as fmt
from dashboard.publishing import PRODUCTS, Product
from dashboard.report import Unit
from dashboard.store.closing import frozen_name
from dashboard.store.connection import VIETNAM
from dashboard.ui import conferences, reads, states, url
from dashboard.ui.html import as_label, element
from dashboard.ui.screen import Screen

_MAKING = "making"
_MIME = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, and what it asked in vain."""

    product: Product
    unit: Unit | None
    troubles: tuple[str, ...]


def asked(screen: Screen) -> Asked:
    """The product and the unit of the address; the report of the whole province where it names none."""
    troubles = []
    product, unit_id = url.read("product"), url.read("unit")
    if product is not None and product not in get_args(Product):
        troubles.append(screen.say("problem.choice", asked=product, filter=screen.say("publish.product")))
        url.write("product", None)
        product = None
    unit = next((unit for unit in _units(screen) if unit.unit_id == unit_id), None)
    if unit_id is not None and unit is None:
        troubles.append(screen.say("problem.choice", asked=unit_id, filter=screen.say("publish.unit")))
        url.write("unit", None)
    return Asked(product or "report", unit, tuple(troubles))  # type: ignore[arg-type]


def standing(screen: Screen) -> None:
    """Which figures the file will hold."""
    name = frozen_name(screen.scope.as_of)
    words = screen.say("publish.standing_frozen", name=name) if name else screen.say("publish.standing_now")
    st.html(element("p", words, class_="hint"))


def choices(screen: Screen, at: Asked) -> None:
    """What to make, and of whom."""
    st.radio(
        screen.say("publish.product"),
        PRODUCTS,
        format_func=lambda product: screen.say(f"publish.product_{product}"),
        captions=[screen.say(f"publish.about_{product}") for product in PRODUCTS],
        key=url.widget("product", at.product),
        on_change=url.picked,
        args=("product",),
    )
    units = {unit.unit_id: unit.name for unit in _units(screen)}
    st.selectbox(
        screen.say("publish.unit"),
        ["", *units],
        format_func=lambda id_: units.get(id_) or screen.say("publish.every_unit"),
        key=url.widget("unit", at.unit.unit_id if at.unit else ""),
        on_change=url.picked_text,
        args=("unit",),
        width=460,
    )


def making(screen: Screen, at: Asked) -> None:
    """The button, or how far the file is, or the file."""
    made: Making | None = st.session_state.get(_MAKING)
    if made is None:
        if st.button(screen.say("publish.start"), type="primary", icon=":material/play_arrow:", key="publish_start"):
            _start(screen, at)
            st.rerun()
    elif made.state() in ("waiting", "running"):
        _progress(screen, made)
    else:
        _ended(screen, made)


def _start(screen: Screen, at: Asked) -> None:
    """Read the figures here, where they are; the file is made elsewhere."""
    made, unit_id = datetime.now(VIETNAM), at.unit.unit_id if at.unit else None
    with st.spinner(screen.say("publish.running", name=screen.say(f"publish.product_{at.product}"))):
        told = None if at.product == "workbook" else replace(conferences.told(screen, unit_id)[0], made=made)
        job = publishing.prepare(
            screen.context,
            at.product,
            screen.period_id,
            made=made,
            unit=unit_id,
            language=screen.language,
            told=told,
        )
        st.session_state[_MAKING] = process.start(job)


@st.fragment(run_every=1.0)
def _progress(screen: Screen, made: Making) -> None:
    if (state := made.state()) not in ("waiting", "running"):
        st.rerun()
    if state == "waiting":
        words = screen.say("publish.waiting", name=made.name, count=fmt.count(made.ahead(), screen.language))
        st.html(element("p", words, role="status"))
    else:
        _bar(screen, made)
    if st.button(screen.say("publish.stop"), icon=":material/stop:", key="publish_stop"):
        made.stop()
        st.rerun()


def _bar(screen: Screen, made: Making) -> None:
    done, total = made.step()
    counted = {"done": fmt.count(done, screen.language), "total": fmt.count(total, screen.language)}
    words = screen.say("publish.step", name=made.name, **counted) if total else screen.say(
        "publish.running", name=made.name
    )  # fmt: skip
    st.progress(done / total if total else 0.0, text=as_label(words))


def _ended(screen: Screen, made: Making) -> None:
    match made.state():
        case "done":
            content = made.content()
            st.download_button(
                as_label(screen.say("publish.download", name=made.name, size=fmt.size(len(content), screen.language))),
                data=content,
                file_name=made.name,
                mime=_MIME[made.name.rpartition(".")[2]],
                icon=":material/download:",
                type="primary",
                key="publish_download",
                on_click="ignore",
            )
        case "stopped":
            st.html(element("p", screen.say("publish.stopped"), role="status"))
        case _:
            when = fmt.moment(datetime.now(UTC).astimezone(VIETNAM), screen.language)
            states.troubles((screen.say("publish.failed", when=when),))
    st.button(screen.say("publish.again"), icon=":material/restart_alt:", key="publish_again", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(_MAKING, None)


def _units(screen: Screen) -> list[Unit]:
    assert screen.period is not None
    period = screen.period.period
    return [unit for unit in reads.reference(screen.scope).units if unit.is_valid(period.start, period.end)]
