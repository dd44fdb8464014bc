"""Every picture over time shows 1 July 2025, whichever page it stands on: found by walking all pages, not by a list."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dashboard.metrics.periods import months_of
from tests.app.conftest import ROOT

PAGES = sorted(path.stem for path in (ROOT / "dashboard" / "app_pages").glob("[!_]*.py"))
ADDRESSES = ({}, {"level": "province"})
UNIT = {"unit": "so_tu_phap"}


@pytest.fixture(scope="module")
def pictures_of_pages(sample_workspaces: Path) -> dict[str, list[dict[str, Any]]]:
    """The specifications of every picture of every page of the demo province, nine months after the reform."""
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    st.cache_data.clear()
    st.cache_resource.clear()
    found: dict[str, list[dict[str, Any]]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_DATA", str(sample_workspaces))
        for address in ADDRESSES:
            app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=120).run()
            for page in PAGES:
                for name, value in {"ws": "demo", "period": "2026-03", "unit": UNIT.get(page, ""), **address}.items():
                    app.query_params[name] = value
                app.switch_page(f"app_pages/{page}.py").run()
                assert not app.exception, page
                charts = app.get("vega_lite_chart") + app.get("arrow_vega_lite_chart")
                found.setdefault(page, []).extend(read(chart.proto) for chart in charts)
    return found


def parts(spec: Any) -> list[dict[str, Any]]:
    """A specification and everything inside it."""
    if isinstance(spec, list):
        return [part for inner in spec for part in parts(inner)]
    if not isinstance(spec, dict):
        return []
    return [spec, *(part for inner in spec.values() for part in parts(inner))]


def read(proto: Any) -> dict[str, Any]:
    """A specification with its rows back in it: Streamlit sends the first ones apart."""
    streams = [proto.data.data, *(dataset.data.data for dataset in proto.datasets)]
    rows = [row for stream in streams if stream for row in pa.ipc.open_stream(stream).read_all().to_pylist()]
    return {**json.loads(proto.spec), "rows": rows}


def is_across(spec: dict[str, Any]) -> bool:
    """Whether its marks stand for periods on both sides of 1 July 2025."""
    ids = [part["period_id"] for part in parts(spec) if isinstance(part.get("period_id"), str)]
    firsts = {months[:2] for id_ in ids if (months := months_of(id_.split("/")[-1]))}
    return bool(firsts) and min(firsts) < (2025, 7) <= max(firsts)


def has_rule(spec: dict[str, Any]) -> bool:
    return any(
        isinstance(mark := part.get("mark"), dict) and mark.get("type") == "rule" and mark.get("strokeDash") == [5, 4]
        for part in parts(spec)
    )


def test_every_picture_across_the_reform_has_its_rule(pictures_of_pages):
    across = {page: [spec for spec in specs if is_across(spec)] for page, specs in pictures_of_pages.items()}
    assert {"overview", "overdue", "online", "signature", "reporting", "iso"} <= {
        p for p, specs in across.items() if specs
    }
    bare = {page: len([spec for spec in specs if not has_rule(spec)]) for page, specs in across.items()}
    assert {page: count for page, count in bare.items() if count} == {}
