"""The page that makes files: what the address asks for, the way from the button to the download, and what goes wrong."""

import pytest

from dashboard.ui import publish
from tests.app.province import words


class _Done:
    """A file that is there."""

    name = "tinh-2026-10-trang-tin.pdf"

    def __init__(self, state: str = "done") -> None:
        self._state = state

    def state(self) -> str:
        return self._state

    def step(self) -> tuple[int, int]:
        return 1, 4

    def ahead(self) -> int:
        return 2

    def content(self) -> bytes:
        return b"%PDF-"


@pytest.fixture
def started(monkeypatch):
    """The jobs that the page hands over; no process is begun."""
    jobs = []

    def start(job):
        jobs.append(job)
        return _Done()

    monkeypatch.setattr(publish.process, "start", start)
    return jobs


def test_the_button_makes_what_the_address_asks_for_and_offers_the_file(full, open_page, started):
    app = open_page("publish", product="brief", unit="xa_dong_hai")
    assert not app.exception
    app.button(key="publish_start").click().run()
    assert [(job.product, job.name) for job in started] == [("brief", "tinh-2026-10-xa_dong_hai-trang-tin.pdf")]
    assert not app.exception
    assert "trang-tin.pdf" in " ".join(button.label for button in app.get("download_button")).replace("\\", "")
    app.button(key="publish_again").click().run()
    assert app.button(key="publish_start")


@pytest.mark.parametrize(("state", "said"), [("stopped", "Đã dừng"), ("failed", "Chưa lập được tệp này")])
def test_what_did_not_come_about_is_said(gaps, open_page, state, said):
    app = open_page("publish")
    app.session_state["making"] = _Done(state)
    app.run()
    assert not app.exception and said in words(app)


def test_who_waits_is_told_how_many_files_are_before_and_may_leave(gaps, open_page):
    app = open_page("publish")
    app.session_state["making"] = _Done("waiting")
    app.run()
    assert not app.exception and "còn lập 2 tệp trước đó" in words(app)
    assert app.button(key="publish_stop")


def test_an_address_that_asks_in_vain_gives_a_sentence(full, open_page):
    app = open_page("publish", product="<b>", unit="khong_co")
    assert not app.exception
    assert "<b>" in words(app) and "khong_co" in words(app)


def test_without_any_report_there_is_nothing_to_make(create, open_page):
    create()
    app = open_page("publish")
    assert not app.exception and not [button for button in app.button if button.key == "publish_start"]
