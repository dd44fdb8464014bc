-- The originals that the viewer may have: those that speak of no unit outside the viewer's own.
create view readable_original as
select revision.sha256
from ws.revision as revision
left join ws.report as report on revision.revision_id = report.revision_id
group by revision.sha256
having
    getvariable('viewer_sees_all')
    or bool_and(
        coalesce(list_contains(getvariable('viewer_units')::varchar[], report.unit_id), false)
    );
