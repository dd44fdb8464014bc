"""The dashboard's entry: shared filters and navigation. It computes nothing."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # `streamlit run` puts this file's folder on the path, not the repository
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402

from dashboard.ui import (  # noqa: E402
    collector,
    delivery,
    options,
    page_file,
    page_parts,
    shell,
    states,
    tray_worker,
    viewport,
    way_back,
)
from dashboard.ui import screen as screens  # noqa: E402
from dashboard.words import text  # noqa: E402

FIRST = "tong-quan"
language = screens.language()
st.set_page_config(
    page_title=text("app.name", language),
    page_icon=str(Path(__file__).parent / "static" / "icon.png"),
    layout="wide",
    initial_sidebar_state="auto",
)
shell.style()
collector.start()
delivery.start()
tray_worker.start()


def _page(name: str, words: str, icon: str, path: str, *, is_first: bool = False) -> st.Page:
    return st.Page(
        f"app_pages/{name}.py",
        title=text(f"{words}.title", language),
        icon=f":material/{icon}:",
        url_path=path,
        default=is_first,
        help=text(f"shell.{words}_help", language),
    )


page = st.navigation(
    {
        text("nav.watch", language): [
            _page("overview", "overview", "space_dashboard", FIRST, is_first=True),
            _page("overdue", "overdue", "schedule", "qua-han"),
            _page("explanations", "explanations", "forum", "giai-trinh"),
            _page("reporting", "reporting", "event_available", "che-do-bao-cao"),
            _page("chasing", "chasing_page", "outgoing_mail", "don-doc"),
            _page("online", "online", "cloud_upload", "truc-tuyen"),
            _page("iso", "iso", "verified", "iso"),
            _page("score766", "score766", "leaderboard", "diem-766"),
            _page("signature", "signature", "draw", "chu-ky-so"),
            _page("ranking", "ranking", "format_list_numbered", "xep-hang"),
            _page("unit", "profile", "account_balance", "don-vi"),
            _page("presentation", "presentation", "slideshow", "trinh-chieu"),
            _page("publish", "publish", "file_export", "xuat-ban"),
        ],
        text("nav.data", language): [
            _page("register", "register", "inventory", "so-theo-doi"),
            _page("upload", "upload", "upload_file", "nap-bao-cao"),
            _page("regimes", "regimes", "edit_calendar", "quy-dinh-bao-cao"),
            _page("targets", "targets", "flag", "chi-tieu"),
            _page("revisions", "revisions", "history", "phien-ban"),
            _page("quality", "quality", "fact_check", "chat-luong"),
            _page("reconciliation", "reconciliation", "compare_arrows", "doi-chieu"),
            _page("closing", "closing_page", "lock", "chot-so-lieu"),
        ],
        text("nav.reference", language): [_page("definitions", "definitions", "menu_book", "dinh-nghia")],
    }
)

with states.guarded(language):
    screen = screens.prepare()
    if screen is None:
        shell.welcome(language)
    else:
        shell.header(screen)
        options.banner(screen)
        way_back.bar(screen)
        viewport.watch(language, screen.theme)
        states.troubles(screen.troubles)
        page_parts.begin()
        page.run()
        page_file.offer(screen, page.url_path or FIRST)
