"""Opening a page of the whole application in one process."""

import tempfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


def opened(page: str, **address: str) -> AppTest:
    """The application at a page (the name of its file), run with the parameters of its address.

    A page can be chosen only once the navigation is known; before, Streamlit would open the first page instead. The
    run that makes it known sees no workspace, so it draws nothing.
    """
    app = AppTest.from_file(str(APP), default_timeout=120)
    if page != "overview":
        with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as nothing:
            patch.setenv("DASHBOARD_DATA", nothing)
            app.run().switch_page(f"app_pages/{page}.py")
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()
