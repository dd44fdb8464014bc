"""The office that issues documents: its names, who signs, and its own Word templates."""

import io
import zipfile
from dataclasses import dataclass, fields

from dashboard.exports import administrative
from dashboard.exports.administrative import Layout, Office, TemplateProblem
from dashboard.figures import Context
from dashboard.follow_up import WRITERS, clean
from dashboard.store import chasing as stored
from dashboard.store import read as store
from dashboard.store.write import changing, put_settings
from dashboard.words import text

LAYOUTS: tuple[Layout, ...] = ("cong_van", "van_ban")
LONGEST = 200
LARGEST_TEMPLATE = 5_000_000
_LARGEST_INSIDE = 50_000_000
_PREFIX = "office_"


class OfficeError(ValueError):
    """What cannot be kept of an office; `key` is its sentence in the words, `office.problem_<key>`."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(detail or text(f"office.problem_{key}"))
        self.key, self.detail = key, detail


@dataclass(frozen=True, slots=True)
class Sender:
    """An office with what its letters say besides: the part that writes them ("CCHC"), whom to ask, the file copy."""

    office: Office
    department: str = ""
    contact: str = ""
    archive: str = ""


NAMES = (*(field.name for field in fields(Office)), "department", "contact", "archive")
"""What is kept of an office, each under a setting `office_<name>`."""


def sender_of(context: Context) -> Sender:
    """The office of a workspace as it was set, the rest as a department of home affairs of that province has it."""
    workspace = context.workspace
    title = store.setting(workspace, "title")
    by_default = _by_default(title)
    kept = {name: store.setting(workspace, f"{_PREFIX}{name}", by_default.get(name, "")) for name in NAMES}
    besides = {name: kept.pop(name) for name in ("department", "contact", "archive")}
    return Sender(Office(**kept), **besides)


def set_office(context: Context, **changed: str) -> None:
    """Keep what was changed of the office; raises `OfficeError`."""
    _check_writer(context)
    kept = {name: clean(value).replace("\n", " ") for name, value in changed.items()}
    if kept.keys() - set(NAMES) or any(len(value) > LONGEST for value in kept.values()):
        raise OfficeError("text")
    if not kept.get("name", "x") or not kept.get("place", "x"):
        raise OfficeError("name")
    with changing(context.workspace) as change:
        put_settings(change, {f"{_PREFIX}{name}": value for name, value in kept.items()})


def set_template(context: Context, layout: Layout, file_name: str, content: bytes | None) -> tuple[str, ...]:
    """Use the office's own template, or with null the one that ships; the placeholders that it lacks.

    Raises `OfficeError` for a file that cannot serve.
    """
    _check_writer(context)
    missing: tuple[str, ...] = ()
    if content is not None:
        _check_size(content)
        try:
            missing = administrative.check_template(content)
        except TemplateProblem as problem:
            raise OfficeError("template", str(problem)) from None
    with changing(context.workspace) as change:
        stored.add_template(change, layout, clean(file_name)[:LONGEST], content, entered_by=context.viewer.viewer_id)
    return missing


def may_write(context: Context) -> bool:
    """Whether the reader may change the office: who may write for every unit."""
    return context.viewer.role in WRITERS and context.viewer.unit_ids is None


def template_of(context: Context, layout: Layout) -> bytes | None:
    """The office's own template of a layout; null where the one that ships is used."""
    found = stored.read_template(context.workspace, layout)
    return found[1] if found else None


def template_name(context: Context, layout: Layout) -> str | None:
    """The name of the file that the office gave as its template; null where it gave none."""
    found = stored.read_template(context.workspace, layout)
    return found[0] if found else None


def letter_symbol(sender: Sender) -> str:
    """What follows the number of a letter: "SNV-CCHC"."""
    return "-".join(part for part in (sender.office.symbol, sender.department) if part)


def _by_default(title: str) -> dict[str, str]:
    for kind in ("Tỉnh", "Thành phố"):
        if title.startswith(f"{kind} "):
            place = title.removeprefix(f"{kind} ")
            return _home_affairs(f"UBND {kind.lower()} {place}", place)
    return _home_affairs(f"UBND {title}".strip(), title)


def _home_affairs(parent: str, place: str) -> dict[str, str]:
    return {
        "name": "Sở Nội vụ", "parent": parent, "symbol": "SNV", "place": place, "position": "Giám đốc",
        "department": "CCHC", "archive": "VT, CCHC",
    }  # fmt: skip


def _check_writer(context: Context) -> None:
    if not may_write(context):
        raise OfficeError("role")


def _check_size(content: bytes) -> None:
    """No template is so large, also when it is unpacked: its directory says how large it is."""
    if len(content) > LARGEST_TEMPLATE:
        raise OfficeError("size")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST_INSIDE:
                raise OfficeError("size")
    except zipfile.BadZipFile:
        raise OfficeError("file") from None
