-- question: How often is each cause of lateness given, and of how many late files?
-- grain:    one row per cause that explanations of the periods give
-- params:   $period_ids varchar[], $levels varchar[], $unit_ids varchar[] (empty lists mean all)
-- returns:  cause_id, cause, explanations, units, late_files, without_files
select
    cause_id,
    any_value(cause) as cause,
    count(*) as explanations,
    count(distinct unit_id) as units,
    sum(late_files)::bigint as late_files,
    count(*) filter (where late_files is null) as without_files,
from explanation_on('2000-01-01')
where
    (len($period_ids::varchar[]) = 0 or period_id in (select unnest($period_ids::varchar[])))
    and (len($levels::varchar[]) = 0 or level in (select unnest($levels::varchar[])))
    and (len($unit_ids::varchar[]) = 0 or unit_id in (select unnest($unit_ids::varchar[])))
group by cause_id
order by
    sum(late_files) desc nulls last,
    count(*) desc,
    any_value(cause_position) asc,
    cause_id asc;
