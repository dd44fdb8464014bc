"""Every picture that drills, clicked in a real browser; the overdue, online, ISO and score pages have more of their own."""

import pytest

from tests.browser.chromium import WatchedPage, wait_until_ready

AT = "ws=demo&period=2026-10"
UNIT = "so_nong_nghiep_moi_truong"
POINT = "svg .mark-symbol path"
BAR = "svg .mark-rect path"
CASES = {
    "overdue trend": (f"qua-han?{AT}", f".st-key-headline_trend {POINT}", "period="),
    "overdue fields": (f"qua-han?{AT}&view=field", f".st-key-field_bars {BAR}", "field="),
    "overdue fields by period": (f"qua-han?{AT}&view=time", f".st-key-field_matrix {BAR}", "field="),
    "overdue change by field": (f"qua-han?{AT}&view=moved", f".st-key-moved_field {BAR}", "field="),
    "online trend": (f"truc-tuyen?{AT}", f'[class*="st-key-trend_"] {POINT}', "period="),
    "online bullets": (f"truc-tuyen?{AT}", f'[class*="st-key-bullets_"] {BAR}', "unit="),
    "online slope": (f"truc-tuyen?{AT}&compare=last_year", f'[class*="st-key-slope_"] {POINT}', "unit="),
    "online fields": (f"truc-tuyen?{AT}", f".st-key-field_bars {BAR}", "field="),
    "signature trend": (f"chu-ky-so?{AT}", f'[class*="st-key-trend_"] {POINT}', "period="),
    "signature bullets": (f"chu-ky-so?{AT}", f'[class*="st-key-bullets_"] {BAR}', "unit="),
    "reporting trend": (f"che-do-bao-cao?{AT}", f'[class*="st-key-trend_"] {POINT}', "period="),
    "reporting columns": (f"che-do-bao-cao?{AT}", f'[class*="st-key-columns_"] {BAR}', "period="),
    "ISO ratings": (f"iso?{AT}", f'[class*="st-key-past_"] {BAR}', "period="),
    "ranking dots": (f"xep-hang?{AT}", f'[class*="st-key-dots_"] {POINT}', "don-vi"),
    "ranking slope": (f"xep-hang?{AT}", f".st-key-ranking_slope {POINT}", "don-vi"),
    "ranking lines": (f"xep-hang?{AT}", f".st-key-ranking_lines {POINT}", "period="),
    "causes": (f"giai-trinh?{AT}", f".st-key-causes {BAR}", "cause="),
    "unit trend": (f"don-vi?{AT}&unit={UNIT}", f'[class*="st-key-trend_card_"] {POINT}', "period="),
    "unit fields": (f"don-vi?{AT}&unit={UNIT}", f".st-key-unit_fields {BAR}", "field="),
}


@pytest.mark.parametrize(("path", "mark", "expected"), CASES.values(), ids=CASES.keys())
def test_a_click_on_a_mark_leads_to_what_it_is_about(watched: WatchedPage, path: str, mark: str, expected: str) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1366, "height": 6000})
    watched.open(path)
    found = page.locator(mark).first
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box is not None
    before = page.url
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(lambda url: url != before, timeout=10_000)
    wait_until_ready(page)
    assert expected in page.url
