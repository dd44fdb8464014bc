-- question: From which files do the figures of some periods come, and when was each entered?
-- grain:    one row per revision with reports in force
-- params:   $period_ids varchar[], $unit_ids varchar[] (empty lists mean all)
-- returns:  revision_id, file_name, sha256, form_id, form_version, entered_at, entered_by, families, periods, units, stated_totals, sources
select
    revision_id,
    any_value(file_name) as file_name,
    any_value(sha256) as sha256,
    any_value(form_id) as form_id,
    any_value(form_version) as form_version,
    any_value(entered_at) as entered_at,
    any_value(entered_by) as entered_by,
    list_sort(list(distinct family)) as families,
    list_sort(list(distinct period_label)) as periods,
    count(distinct unit_id) as units,
    count(*) filter (where scope <> 'unit') as stated_totals,
    list_sort(list(distinct source) filter (where source is not null)) as sources,
from source_file
where
    (
        len($period_ids::varchar[]) = 0
        or period_id in (select unnest($period_ids::varchar[]))
    )
    and (
        len($unit_ids::varchar[]) = 0
        or unit_id in (select unnest($unit_ids::varchar[]))
    )
group by revision_id
order by any_value(accepted_seq) desc;
