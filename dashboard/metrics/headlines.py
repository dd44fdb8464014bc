"""The headline of each family: which metrics may stand for it, the best known first."""

HEADLINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("overdue", ("late_rate", "overdue_rate")),
    ("pending_overdue", ("pending_overdue_rate",)),
    ("online", ("online_share_new", "online_share_total")),
    ("iso", ("iso_adoption",)),
    ("signature", ("signed_share_outgoing", "signed_share_electronic")),
    ("reporting", ("report_submitted_rate",)),
)
"""Each family's words, and the metrics that it may show: the first of which the period has a figure."""
