"""Commands work while the server has the same workspace open, and the open page shows what they brought in."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from dashboard.build import SAMPLES, build_sample
from dashboard.store.write import create_workspace
from tests.browser.chromium import watched_page
from tests.browser.server import ROOT, running_server
from tests.cli.test_import import corrected_copy


def command(data: Path, *arguments: str) -> Any:
    environment = os.environ | {"DASHBOARD_DATA": str(data)}
    call = [sys.executable, "-m", "dashboard", *arguments, "--workspace", "travinh", "--json"]
    done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, check=True)
    return json.loads(done.stdout.decode("utf-8"))


def test_commands_import_ask_and_trace_while_a_page_is_open(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    build_sample(SAMPLES / "travinh")
    create_workspace("cua_toi", title="Tỉnh của tôi", units=(), fields=())  # no first start: no sample is built
    with running_server(tmp_path, tmp_path / "log.txt") as address, watched_page(browser, address) as site:
        page = site.page
        site.open("?ws=travinh&period=2023-Q3")
        expect(page.get_by_text("10/4.733").first).to_be_visible(timeout=60_000)
        (file,) = command(tmp_path, "import", str(corrected_copy(tmp_path, 13)))["files"]
        assert file["status"] == "accepted"
        (row,) = command(tmp_path, "metric", "late_rate", "--period", "2023-Q3")["rows"]
        assert (row["numerator"], row["denominator"]) == (13, 4_733)
        terms = command(tmp_path, "trace", "late_rate", "--period", "2023-Q3", "--unit", "TX. Duyên Hải")["terms"]
        assert {term["revision"] for term in terms} == {file["revision"]}
        page.reload()
        expect(page.get_by_text("13/4.733").first).to_be_visible(timeout=60_000)
