"""A page of a PDF as a picture and its words, or a page of a scan (TIFF), drawn in a process of its own.

PDFium and libtiff read what strangers send in C, and PDFium knows one thread only: a file that breaks them, or keeps
them busy for ever, ends that process and not the server.
"""

import base64
import io
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20
WIDTH, TALLEST = 1100, 2200
"""How many points of the screen a picture is wide, and at most high."""
_MEMORY = 1024**3
_MOST_LETTERS = 20_000
_TIFF = (b"II*\0", b"MM\0*")
_END = re.compile(r"[.;:!?…]$")


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page: a PNG, its words by paragraph as far as they can be told apart, and how many pages there are."""

    picture: bytes
    paragraphs: tuple[str, ...]
    n_pages: int


def page_of(content: bytes, number: int) -> PdfPage | None:
    """A page by its number from 1, the last one where there are fewer; null where the file cannot be shown."""
    command = [sys.executable, "-m", "dashboard.ingest.pdf_page", str(number)]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, cwd=ROOT, timeout=SECONDS, creationflags=flags, check=True
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        return None
    return PdfPage(base64.b64decode(found["picture"]), tuple(found["paragraphs"]), found["n_pages"])


def paragraphs_of(words: str) -> list[str]:
    """The lines of a page put together: a PDF knows no paragraphs, so one ends with its sentence or a blank line."""
    found: list[list[str]] = [[]]
    for line in (" ".join(line.split()) for line in words[:_MOST_LETTERS].splitlines()):
        if line:
            found[-1].append(line)
        if found[-1] and (not line or _END.search(line)):
            found.append([])
    return [" ".join(lines) for lines in found if lines]


def _draw(content: bytes, number: int) -> dict[str, object]:
    return (_draw_scan if content.startswith(_TIFF) else _draw_pdf)(content, number)


def _draw_scan(content: bytes, number: int) -> dict[str, object]:
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=("TIFF",)) as scan:
        n_pages = getattr(scan, "n_frames", 1)
        scan.seek(min(max(number, 1), n_pages) - 1)
        page = scan.convert("RGB")
    page.thumbnail((WIDTH, TALLEST))
    return {"picture": _png(page), "paragraphs": [], "n_pages": n_pages}


def _draw_pdf(content: bytes, number: int) -> dict[str, object]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    page = document[min(max(number, 1), len(document)) - 1]
    width, height = page.get_size()
    return {
        "picture": _png(page.render(scale=min(WIDTH / width, TALLEST / height)).to_pil()),
        "paragraphs": paragraphs_of(page.get_textpage().get_text_range()),
        "n_pages": len(document),
    }


def _png(picture: "Image") -> str:
    made = io.BytesIO()
    picture.save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode("ascii")


def _work(number: int) -> None:
    """What the process does: a PDF comes in, one JSON document goes out."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    sys.stdout.write(json.dumps(_draw(sys.stdin.buffer.read(), number)))


if __name__ == "__main__":
    _work(int(sys.argv[1]))
