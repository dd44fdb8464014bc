-- question: Which units report something else than their files of the one-stop software give?
-- grain:    one row per unit that has a report, an export or both for the period, the largest difference first
-- params:   $period_id varchar, $column_id varchar, $field_ids varchar[] (empty means every field), $levels varchar[] (empty means every level)
-- returns:  unit_id, unit_name, level, reported, counted, difference, share
with reported as (
    select
        unit_id,
        case when count(reported) = count(*) then sum(reported) end as reported,
    from reported_count([$period_id])
    where
        column_id = $column_id
        and (len($field_ids::varchar[]) = 0) = (field_id is null)
        and (
            len($field_ids::varchar[]) = 0
            or field_id in (select unnest($field_ids::varchar[]))
        )
    group by unit_id
),

counted as (
    select
        unit_id,
        case when count(counted) = count(*) then sum(counted) end as counted,
    from system_count([$period_id])
    where
        column_id = $column_id
        and (len($field_ids::varchar[]) = 0) = (field_id is null)
        and (
            len($field_ids::varchar[]) = 0
            or field_id in (select unnest($field_ids::varchar[]))
        )
    group by unit_id
)

select
    unit.unit_id,
    unit.name as unit_name,
    unit.level,
    reported.reported::bigint as reported,
    counted.counted::bigint as counted,
    (counted.counted - reported.reported)::bigint as difference,
    counted.counted / nullif(reported.reported, 0) as share,
from reported
full outer join counted on reported.unit_id = counted.unit_id
inner join unit on coalesce(reported.unit_id, counted.unit_id) = unit.unit_id
where
    (len($levels::varchar[]) = 0 or unit.level in (select unnest($levels::varchar[])))
    and coalesce(reported.reported, counted.counted) is not null
order by
    abs(counted.counted - reported.reported) desc nulls last,
    unit.display_order,
    unit.unit_id asc;
