"""Files written whole or not at all, and files read only when nobody is writing them."""

import os
import threading
from pathlib import Path


class StillChanging(OSError):  # noqa: N818 - it reads as what it says
    """The file changed while it was read: whoever writes it has not finished."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under its name only once all of it is on the disk; what stood there before stays until then.

    Raises OSError where the disk is full or the folder cannot be written; nothing is left behind.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def read_steady(path: Path) -> bytes:
    """The bytes of a file that kept its size and time while it was read; raises `StillChanging`, OSError."""
    before = path.stat()
    content = path.read_bytes()
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(content) != after.st_size:
        raise StillChanging(0, "tệp đang được ghi", str(path))
    return content
