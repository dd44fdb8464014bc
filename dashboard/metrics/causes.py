"""The causes that an explanation of late files chooses from, read from `queries/late_causes.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CAUSES_FILE = Path(__file__).parents[2] / "queries" / "late_causes.toml"


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause; name and meaning by language."""

    id: str
    name: Mapping[str, str]
    meaning: Mapping[str, str]


@cache
def load_causes() -> Mapping[str, Cause]:
    """The causes by id, in the order in which they are offered."""
    with CAUSES_FILE.open("rb") as file:
        found = tomllib.load(file)["cause"]
    return {cause_id: Cause(cause_id, about["name"], about["meaning"]) for cause_id, about in found.items()}
