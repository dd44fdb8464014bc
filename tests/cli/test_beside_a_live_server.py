"""Every command works while the server has the same workspace open, and the server sees what was imported."""

import shutil
from pathlib import Path

import pytest

from dashboard.build import SAMPLES, build_sample
from dashboard.report import LOCAL_VIEWER
from dashboard.store import read
from dashboard.store.workspace import open_workspace
from tests.browser.server import serve
from tests.cli.conftest import Run
from tests.cli.test_import import corrected_copy
