"""What a template adds up and holds against each other: the totals that people need not type, and the checks."""

from collections.abc import Mapping
from dataclasses import dataclass

TOTALS: Mapping[str, tuple[str, ...]] = {
    "received_total": ("received_online", "received_offline", "carried_over"),
    "resolved_total": ("resolved_early", "resolved_on_time", "resolved_late"),
    "pending_total": ("pending_in_time", "pending_overdue"),
    "docs_total": ("docs_in", "docs_out"),
    "certificates_total": ("certificate_org", "certificate_person"),
}
"""Columns that are formulas in a template, each the sum of the columns beside it.

They are identities of `ingest/derive`, so that a file which was saved without the results of its formulas has the same
totals.
"""


@dataclass(frozen=True, slots=True)
class Held:
    """Two sides that must agree: a column, and the sum of others; or a column that is a part of another."""

    column: str
    parts: tuple[str, ...]
    is_part: bool = False

    def sentence(self, words: Mapping[str, str]) -> str:
        """What is wrong where it does not hold, with the columns as the form names them: "(3) khác (7) + (11)"."""
        others = " + ".join(words[part] for part in self.parts)
        return f"{words[self.column]} {'lớn hơn' if self.is_part else 'khác'} {others}"


CHECKS = (
    Held("received_total", ("resolved_total", "pending_total")),
    Held("docs_out", ("e_docs", "paper_docs")),
    Held("signed_docs", ("e_docs",), is_part=True),
    Held("certificates_total", ("certificates_active", "certificates_revoked")),
    Held("certificates_new_org", ("certificate_org",), is_part=True),
    Held("certificates_new_person", ("certificate_person",), is_part=True),
)
"""Rules V04, V09, V10 and V21 as far as one row of a template can hold them."""
