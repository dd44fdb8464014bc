-- The reports in force at the moment asked for, that the viewer may see. A unit's own report goes before a consolidated
-- one that speaks of it, and the two are never added. Stated totals tell of every unit: only for who sees all.
create view report as
select report.*
from ws.report as report
where
    report.accepted_seq <= getvariable('as_of_seq')
    and (report.superseded_seq is null or report.superseded_seq > getvariable('as_of_seq'))
    and (
        getvariable('viewer_sees_all')
        or list_contains(getvariable('viewer_units')::varchar[], report.unit_id)
    )
qualify
    row_number() over (
        partition by report.family, report.period_id, report.scope, report.unit_id, report.level
        order by (report.origin = 'own') desc, report.accepted_seq desc
    ) = 1;
