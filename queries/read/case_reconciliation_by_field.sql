-- question: In which fields do reports and the files of the one-stop software differ?
-- grain:    one row per field of the units that have both, the largest difference first
-- params:   $period_id varchar, $column_id varchar, $unit_ids varchar[] (empty means every unit), $levels varchar[] (empty means every level)
-- returns:  field_id, field_name, reported, counted, difference, share, units, units_that_differ
with compared as (
    select
        comparison.field_id,
        sum(comparison.reported) filter (where comparison.difference is not null) as reported,
        sum(comparison.counted) filter (where comparison.difference is not null) as counted,
        count(distinct comparison.unit_id) filter (where comparison.difference is not null)
            as units,
        count(distinct comparison.unit_id) filter (where comparison.difference <> 0)
            as units_that_differ,
    from case_comparison([$period_id]) as comparison
    inner join unit on comparison.unit_id = unit.unit_id
    where
        comparison.field_id is not null
        and comparison.column_id = $column_id
        and (
            len($unit_ids::varchar[]) = 0
            or comparison.unit_id in (select unnest($unit_ids::varchar[]))
        )
        and (len($levels::varchar[]) = 0 or unit.level in (select unnest($levels::varchar[])))
    group by comparison.field_id
)

select
    compared.field_id,
    coalesce(field.name, nullif(substr(compared.field_id, 2), '')) as field_name,
    compared.reported::bigint as reported,
    compared.counted::bigint as counted,
    (compared.counted - compared.reported)::bigint as difference,
    compared.counted / nullif(compared.reported, 0) as share,
    compared.units,
    compared.units_that_differ,
from compared
left join field on compared.field_id = field.field_id
order by
    abs(compared.counted - compared.reported) desc nulls last,
    field.display_order,
    compared.field_id asc;
