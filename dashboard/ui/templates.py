"""Where templates are taken: the forms of a period prepared for one unit, or for all of them as one zip."""

from datetime import date

import streamlit as st

from dashboard import templates as use
from dashboard.figures import NotFound
from dashboard.forms import load_forms
from dashboard.ui import reads, tables
from dashboard.ui.html import element
from dashboard.ui.screen import Screen

_ALL = ""
_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip"}


def section(screen: Screen, today: date) -> None:
    """Downloads of the templates of a period, which need not have any report yet; made when they are asked for."""
    tables.folded(
        screen, "templates", lambda: _choice(screen, f"{today:%Y-%m}"),
        label=screen.say("templates.take"), icon=":material/description:",
    )  # fmt: skip


def _choice(screen: Screen, this_month: str) -> None:
    st.html(element("p", screen.say("templates.hint"), class_="hint"))
    names = {unit.unit_id: unit.name for unit in reads.reference(screen.scope).units if unit.must_report}
    forms = load_forms()
    left, middle, right = st.columns(3)
    period = left.text_input(screen.say("templates.period"), this_month, max_chars=24, key="template_period").strip()
    unit = middle.selectbox(
        screen.say("table.unit"), [_ALL, *names], key="template_unit",
        format_func=lambda id_: names[id_] if id_ else screen.say("templates.every_unit"),
    )  # fmt: skip
    form = right.selectbox(
        screen.say("templates.form"), [_ALL, *use.FORMS], key="template_form",
        format_func=lambda id_: forms.latest(id_).name if id_ else screen.say("templates.every_form"),
    )  # fmt: skip
    try:
        stem = use.stem(screen.context, period, unit or None, form or None)
    except (NotFound, ValueError) as problem:
        st.warning(str(problem))
        return
    ending = "xlsx" if unit and form else "zip"

    def content() -> bytes:
        found = use.templates(screen.context, period, unit=unit or None, form=form or None)
        return found[0].content if ending == "xlsx" else use.zipped(found)

    st.download_button(
        screen.say("templates.download"), data=content, file_name=f"{stem}.{ending}", mime=_TYPES[ending],
        icon=":material/download:", key="template_download", on_click="ignore",
    )  # fmt: skip
