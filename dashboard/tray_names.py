"""Names in files of the tray that stand for no unit or field yet: each is told once what it means."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import aliases, tray
from dashboard.figures import Context
from dashboard.store.aliases import Kind
from dashboard.words import text


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name as it was written, whether of a unit or a field, and the files that have it."""

    kind: Kind
    written: str
    entry_ids: tuple[str, ...]
    file_names: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.written}"


def unresolved(context: Context) -> list[Unresolved]:
    """Every name of a file that waits which is in no list (rule V14), those in most files first."""
    found: dict[tuple[Kind, str], dict[str, str]] = {}
    for entry in tray.waiting(context):
        for finding in tray.preview(context, entry).get("findings", ()):
            if finding["rule"] == "V14" and finding["value"]:
                kind: Kind = "unit" if finding["unit"] else "field"
                found.setdefault((kind, finding["value"]), {})[entry.entry_id] = entry.name
    names = [Unresolved(kind, text, tuple(files), tuple(files.values())) for (kind, text), files in found.items()]
    return sorted(names, key=lambda name: (-len(name.entry_ids), name.kind == "field", name.written))


def resolve(context: Context, meanings: Mapping[str, str], language: str = "vi") -> int:
    """Say what names mean, by `Unresolved.key` the id of a unit or field; how many files are read again.

    Each becomes another name of that unit or field, with who said so and in which file it stood. Raises `TrayError`,
    `RevisionError` where a name is taken, `NotFound`.
    """
    known = {name.key: name for name in unresolved(context)}
    again: dict[str, None] = {}
    for key, target in meanings.items():
        if (name := known.get(key)) is None:
            continue
        reason = text("tray.name_reason", language, name=name.file_names[0])
        aliases.add(context, name.kind, name.written, target, reason)
        again |= dict.fromkeys(name.entry_ids)
    return tray.read_again(context, again)
