"""The forms of the page of revisions: take back, let in, declare a count to be wrong. Each asks for a reason."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard import revisions as use
from dashboard.figures import NotFound
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from dashboard.revisions import RevisionError, Wrong
from dashboard.store.workspace import WorkspaceError
from dashboard.ui import reads
from dashboard.ui.html import element
from dashboard.ui.screen import Screen
from dashboard.ui.unit_names import full_names

_SAVED = "revisions_saved"
_FAMILIES = ("dossier", "procedure", "document", "certificate")


def saved() -> None:
    """What was done in the run before, once."""
    done = st.session_state.pop(_SAVED, None)
    if done:
        st.success(done, icon=":material/check_circle:")


def decide(screen: Screen, row: Mapping[str, Any]) -> None:
    """What may be done to the revision that is open."""
    if not use.may_decide(screen.context):
        return
    revision = str(row["revision_id"])
    if row["state"] == "held":
        _reasoned(screen, "release", revision, lambda reason: use.release(screen.context, revision, reason))
    if row["state"] in use.WITHDRAWABLE:
        _reasoned(screen, "withdraw", revision, lambda reason: use.withdraw(screen.context, [revision], reason))
    batch = use.batch_of(screen.context, row["batch_id"]) if row["batch_id"] else []
    if len(batch) > 1:
        count = fmt.count(len(batch), screen.language)
        _reasoned(screen, "withdraw_batch", count, lambda reason: use.withdraw(screen.context, batch, reason))


def _reasoned(screen: Screen, action: str, revision: str, change: Callable[[str], str]) -> None:
    with st.container(border=True, key=f"{action}_revision"), st.form(f"{action}_form", border=False):
        st.html(element("p", screen.say(f"revisions.{action}_hint"), class_="hint"))
        reason = st.text_input(screen.say("revisions.reason"), max_chars=use.LONGEST_REASON, key=f"{action}_reason")
        if st.form_submit_button(screen.say(f"revisions.{action}", revision=revision)):
            _write(screen, lambda: change(reason), f"revisions.{action}_done", revision=revision)


def correct(screen: Screen) -> None:
    """The form that declares a count of the period to be wrong; folded away, for it is rarely needed."""
    if not use.may_decide(screen.context):
        return
    names = full_names(screen)
    fields = {field.field_id: field.name for field in reads.reference(screen.scope).fields}
    columns = {c.id: c for c in load_catalogue().columns.values() if c.is_stated and c.family in _FAMILIES}
    with (
        st.expander(screen.say("revisions.correct"), icon=":material/edit_note:"),
        st.form("correct_form", border=False),
    ):
        st.html(element("p", screen.say("revisions.correct_hint", period=screen.period_name), class_="hint"))
        left, right = st.columns(2)
        unit = left.selectbox(
            screen.say("table.unit"), list(names), format_func=lambda id_: names[id_], key="correct_unit"
        )
        field = right.selectbox(
            screen.say("table.field"), ["", *fields], key="correct_field",
            format_func=lambda id_: fields.get(id_) or screen.say("revisions.no_field"),
        )  # fmt: skip
        column = left.selectbox(
            screen.say("provenance.count"), list(columns), key="correct_column",
            format_func=lambda id_: columns[id_].label if screen.language == "vi" else columns[id_].label_en,
        )  # fmt: skip
        expected = right.text_input(screen.say("revisions.expected"), max_chars=12, key="correct_expected")
        right_count = right.text_input(screen.say("revisions.corrected"), max_chars=12, key="correct_corrected")
        reason = left.text_input(screen.say("revisions.reason"), max_chars=use.LONGEST_REASON, key="correct_reason")
        if st.form_submit_button(screen.say("revisions.correct_save")):
            _write(
                screen,
                lambda: use.correct(
                    screen.context,
                    Wrong(unit or "", screen.period_id, column, _count(expected), _count(right_count), field or None),
                    reason,
                ),
                "revisions.correct_done",
            )


def _count(typed: str) -> int | None:
    """A count as it was typed, blank where it is not known; `RevisionError` for what is none."""
    text = typed.strip()
    if text and not (text.isascii() and text.isdigit()):
        raise RevisionError("value")
    return int(text) if text else None


def _write(screen: Screen, change: Callable[[], str], done: str, **values: str) -> None:
    try:
        event = change()
    except RevisionError as error:
        st.error(screen.say(f"revisions.problem_{error.key}", **error.values), icon=":material/error:")
    except NotFound as error:
        st.error(str(error), icon=":material/error:")
    except WorkspaceError:
        st.error(screen.say("targets.busy"), icon=":material/error:")
    else:
        st.session_state[_SAVED] = screen.say(done, event=event, **values)
        st.rerun()
