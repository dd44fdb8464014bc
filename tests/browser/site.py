"""Which pages the product has, as a visitor finds them: by following the links of the page at hand."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.browser.chromium import WatchedPage

PAGES = (
    "", "qua-han", "che-do-bao-cao", "truc-tuyen", "iso", "diem-766", "chu-ky-so", "xep-hang", "don-vi", "giai-trinh",
    "so-theo-doi", "quy-dinh-bao-cao", "nap-bao-cao", "chi-tieu", "chat-luong", "doi-chieu", "dinh-nghia", "don-doc",
    "phien-ban", "chot-so-lieu", "trinh-chieu", "xuat-ban",
)  # fmt: skip
"""The paths that the tests visit; one of them holds this list against the links."""


def crawl(site: WatchedPage) -> Iterator[str]:
    """Opens the start page and every page that links lead to, once each; gives the path of each while it is open."""
    waiting, seen = [""], {""}
    while waiting:
        path = waiting.pop(0)
        site.open(path)
        found = [link for link in dict.fromkeys(_linked(site)) if link not in seen]
        waiting += found
        seen.update(found)
        yield path


def _linked(site: WatchedPage) -> list[str]:
    links = site.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    here = urlsplit(site.address).netloc
    return [urlsplit(link).path.strip("/") for link in links if urlsplit(link).netloc == here]
