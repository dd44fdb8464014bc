"""A small workbook that unpacks to hundreds of megabytes is refused: how soon, and what it costs in memory."""

import io
import zipfile
from collections.abc import Iterator

from bench.measure import Figure, in_fresh_process, peak_extra_mb, seconds
from dashboard.forms import Forms, load_forms
from dashboard.ingest.read import read_file
from dashboard.report import Reference

AIM_SECONDS = 0.2
AIM_MB = 20.0


def measure(runs: int, unpacked_mb: int = 600) -> Iterator[Figure]:
    """Seconds and peak of extra memory, each run in a new process."""
    content = _bomb(unpacked_mb)
    measured = [in_fresh_process(_refuse, content) for _ in range(runs)]
    what = f"Refusing {len(content) / 1e6:.1f} MB that unpack to {unpacked_mb} MB"
    yield Figure(what, tuple(taken for taken, _ in measured), "s", AIM_SECONDS)
    if peaks := tuple(peak for _, peak in measured if peak is not None):
        yield Figure(f"{what}, extra memory", peaks, "MB", AIM_MB)


def _bomb(unpacked_mb: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(unpacked_mb):
                part.write(bytes(1_000_000))
    return buffer.getvalue()


def _refuse(content: bytes) -> tuple[float, float | None]:
    forms, reference = load_forms(), Reference((), (), ())
    with peak_extra_mb() as peak:
        taken = seconds(lambda: _expect_refusal(content, reference, forms))
    return taken, max(peak, default=None)


def _expect_refusal(content: bytes, reference: Reference, forms: Forms) -> None:
    reading = read_file("bomb.xlsx", content, reference, forms)
    if not reading.is_rejected:
        raise RuntimeError("the workbook was not refused")
