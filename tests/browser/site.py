"""Which pages the product has, as a visitor finds them: by following the links of the page at hand."""

from urllib.parse import urlsplit

from tests.browser.chromium import WatchedPage

PAGES = (
    "", "qua-han", "che-do-bao-cao", "truc-tuyen", "iso", "diem-766", "chu-ky-so", "xep-hang", "don-vi",
    "giai-trinh", "chi-tieu", "chat-luong", "doi-chieu", "dinh-nghia",
)  # fmt: skip
"""The paths that the tests visit; one of them holds this list against the links."""


def crawl(site: WatchedPage) -> list[str]:
    """Opens the start page and every page that links lead to, once each; gives their paths, the start page first."""
    waiting, seen = [""], [""]
    while waiting:
        site.open(waiting.pop(0))
        for path in _linked(site):
            if path not in seen:
                seen.append(path)
                waiting.append(path)
    return seen


def _linked(site: WatchedPage) -> list[str]:
    links = site.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    here = urlsplit(site.address).netloc
    return [urlsplit(link).path.strip("/") for link in links if urlsplit(link).netloc == here]
