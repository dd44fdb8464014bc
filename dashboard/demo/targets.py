"""Targets of the invented province, with documents that do not exist and say so."""

from datetime import date

from dashboard.metrics.catalogue import Target

_PLAN_2024 = "Kế hoạch 12/KH-UBND ngày 10/01/2024 của UBND tỉnh Trúc Lĩnh (minh họa)"
_PLAN_2025 = "Kế hoạch 08/KH-UBND ngày 08/01/2025 của UBND tỉnh Trúc Lĩnh (minh họa)"
_PLAN_2026 = "Kế hoạch 05/KH-UBND ngày 06/01/2026 của UBND tỉnh Trúc Lĩnh (minh họa)"
_COMPARATORS = {
    "late_rate": "<=", "online_share_new": ">=", "signed_share_outgoing": ">=",
    "iso_adoption": ">=", "iso_adoption_mandatory": ">=", "iso_adoption_encouraged": ">=",
    "report_on_time_rate": ">=", "procedures_end_to_end_share": ">=",
}  # fmt: skip
_VALUES: tuple[tuple[int, str, dict[str, float]], ...] = (
    (
        2024,
        _PLAN_2024,
        {"late_rate": 0.02, "online_share_new": 0.65, "signed_share_outgoing": 0.9, "iso_adoption": 0.85},
    ),
    (
        2025,
        _PLAN_2025,
        {"late_rate": 0.015, "online_share_new": 0.8, "signed_share_outgoing": 0.95, "iso_adoption": 0.6},
    ),
    (
        2026,
        _PLAN_2026,
        {
            "late_rate": 0.005, "online_share_new": 0.95, "signed_share_outgoing": 0.98, "iso_adoption": 0.75,
            "report_on_time_rate": 0.95, "procedures_end_to_end_share": 0.6,
            "iso_adoption_mandatory": 1.0, "iso_adoption_encouraged": 0.7,
        },
    ),
)  # fmt: skip


def illustrative_targets() -> tuple[Target, ...]:
    """One target for each metric and year, and a stricter one for departments in 2026."""
    targets = [
        Target(metric_id, date(year, 1, 1), date(year, 12, 31), _COMPARATORS[metric_id], value, document)
        for year, document, values in _VALUES
        for metric_id, value in values.items()
    ]
    start, end = date(2026, 1, 1), date(2026, 12, 31)
    targets.append(Target("online_share_new", start, end, ">=", 0.97, _PLAN_2026, "province", "department"))
    return tuple(targets)
