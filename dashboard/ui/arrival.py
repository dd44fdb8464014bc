"""What stands below the window waits until a reader who has just come sees what is in it.

The library that draws charts takes the browser longer than anything else of a first view. So the first run of a visit
sends places for them, and when the browser has nothing else to do it asks for the charts.
"""

import streamlit as st

_KEY = "arrival"
_HAS_ARRIVED = "has_arrived"
_SCRIPT = """
export default function ({ setStateValue }) {
    const app = document.querySelector('[data-testid="stApp"]')
    const whenIdle = window.requestIdleCallback ?? ((then) => setTimeout(then, 200))
    let isGone = false
    const tell = () => { if (!isGone) setStateValue("is_here", true) }
    const look = () => {
        if (app.dataset.testScriptState !== "notRunning") return
        ran.disconnect()
        whenIdle(tell, { timeout: 2000 })
    }
    const ran = new MutationObserver(look)
    ran.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] })
    look()
    return () => { isGone = true; ran.disconnect() }
}
"""
_watch = st.components.v2.component("arrival", js=_SCRIPT)


def is_awaited() -> bool:
    """Whether a browser is still busy with the first view of a visit; who reads without one waits for nothing."""
    return not st.session_state.get(_HAS_ARRIVED) and _is_browser()


def watch() -> None:
    """Have the page run again when the browser has nothing else to do."""
    with st.container(key="arrival_place"):
        _watch(key=_KEY, on_is_here_change=_note)


def _is_browser() -> bool:
    return "Mozilla" in (st.context.headers.get("User-Agent") or "")


def _note() -> None:
    st.session_state[_HAS_ARRIVED] = True
