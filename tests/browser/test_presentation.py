"""A deck played through in a real browser by keys, as a clicker sends them, with the network cut, at two projectors."""

from playwright.sync_api import Page

from tests.browser.chromium import WatchedPage, wait_until_ready

STAGE = "[data-stage]"
CUT = """root => [...document.querySelector('[data-stage]').shadowRoot.querySelectorAll('[data-fit], .slide')]
    .filter(one => one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2)
    .map(one => one.className || one.tagName)"""
SIZES = """() => {
    const root = document.querySelector('[data-stage]').shadowRoot
    const size = one => one ? parseFloat(getComputedStyle(one).fontSize) : null
    return { title: size(root.querySelector('h2')), box: root.querySelector('.slide').getBoundingClientRect().toJSON() }
}"""


def at(page: Page) -> str:
    return page.locator(f"{STAGE} .slide").get_attribute("aria-label").split(":")[0]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_deck_is_played_by_keys_with_the_network_cut_and_drilled_into_and_back(watched: WatchedPage) -> None:
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 720})
    watched.open("trinh-chieu?ws=demo&period=2026-Q3")
    page.get_by_role("button", name="Trình chiếu toàn màn hình").click()
    page.locator(f"{STAGE} .slide").wait_for()
    count = int(at(page).split("/")[1])
    assert count >= 14

    page.context.set_offline(True)
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        press(page, "Home")
        for number in range(1, count + 1):
            assert at(page) == f"{number}/{count}"
            assert page.evaluate(CUT) == [], f"slide {number} at {width}"
            sizes = page.evaluate(SIZES)
            assert sizes["title"] >= 32 * width / 1280 * 0.9
            assert sizes["box"]["width"] <= width + 1 and sizes["box"]["height"] <= height + 1
            press(page, ("ArrowRight", "PageDown", " ")[number % 3])
    assert at(page) == f"{count}/{count}"  # the last stays
    press(page, "ArrowLeft", "PageUp")
    assert at(page) == f"{count - 2}/{count}"
    press(page, "1", "2")
    assert page.locator(f"{STAGE} .typed").inner_text() == f"12/{count}"
    press(page, "Enter")
    assert at(page) == f"12/{count}"
    press(page, "End", "b")
    assert page.locator(f"{STAGE} .blank").count() == 1
    press(page, "b", "a")
    assert page.locator(f"{STAGE} [data-pace]").inner_text().startswith("▶ 20″")
    press(page, "a", "n")
    assert page.locator(f"{STAGE} [data-pace]").inner_text() == ""
    assert page.locator(f"{STAGE} .aside li").count() >= 2
    press(page, "n", "/")
    page.keyboard.type("so tu phap")
    press(page, "Enter")
    assert "Sở Tư pháp" in page.locator(f"{STAGE} .found h3").inner_text()
    assert page.locator(f"{STAGE} .found td").count() >= 5
    press(page, "Escape", "Escape", "4", "Enter")
    assert at(page) == f"4/{count}"
    page.context.set_offline(False)

    press(page, "d")
    page.get_by_role("heading", name="Quá hạn theo lĩnh vực").wait_for()
    wait_until_ready(page)
    assert page.locator(STAGE).count() == 0 and page.locator("#root[inert]").count() == 0
    page.get_by_role("link", name="Trở lại trình chiếu (trang 4)").click()
    page.locator(f"{STAGE} .slide").wait_for()
    assert at(page) == f"4/{count}"
    press(page, "Escape")
    page.locator(STAGE).wait_for(state="detached")
    assert page.locator("#root[inert]").count() == 0
