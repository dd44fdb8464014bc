-- The reports in force at the moment asked for, that the viewer may see; and of the periods that a question is about alone
-- where it is known to need no others. A unit's own report goes before a consolidated one that speaks of it, and the two are
-- never added. Stated totals tell of every unit: only for who sees all.
create view report_in_force as
select
    report.*,
    coalesce(report.unit_id, report.scope || ':' || coalesce(report.level, '')) as subject_id,
from ws.report as report
where
    report.accepted_seq <= getvariable('as_of_seq')
    and (report.superseded_seq is null or report.superseded_seq > getvariable('as_of_seq'))
    and coalesce(list_contains(getvariable('read_parts')::varchar[], report.period_id), true)
    and (
        getvariable('viewer_sees_all')
        or list_contains(getvariable('viewer_units')::varchar[], report.unit_id)
    );

create view report as
select *
from report_in_force
where origin = 'own'
union all
select consolidated.*
from report_in_force as consolidated
anti join report_in_force as own on
    consolidated.family = own.family
    and consolidated.period_id = own.period_id
    and consolidated.subject_id = own.subject_id
    and own.origin = 'own'
where consolidated.origin = 'consolidated';
