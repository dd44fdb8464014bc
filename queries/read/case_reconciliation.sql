-- question: How far are the reports from the files of the one-stop software, column by column?
-- grain:    one row per column of form 06 over the units that have both
-- params:   $period_id varchar, $unit_ids varchar[] (empty means every unit), $field_ids varchar[] (empty means every field), $levels varchar[] (empty means every level)
-- returns:  column_id, reported, counted, difference, share, units, units_that_differ
with compared as (
    select comparison.*
    from case_comparison([$period_id]) as comparison
    inner join unit on comparison.unit_id = unit.unit_id
    where
        (len($field_ids::varchar[]) = 0) = (comparison.field_id is null)
        and (
            len($field_ids::varchar[]) = 0
            or comparison.field_id in (select unnest($field_ids::varchar[]))
        )
        and (
            len($unit_ids::varchar[]) = 0
            or comparison.unit_id in (select unnest($unit_ids::varchar[]))
        )
        and (len($levels::varchar[]) = 0 or unit.level in (select unnest($levels::varchar[])))
),

-- Reported and counted always speak of the same units: those that have the column on both sides.
summed as (
    select
        column_id,
        sum(reported) filter (where difference is not null) as reported,
        sum(counted) filter (where difference is not null) as counted,
        count(distinct unit_id) filter (where difference is not null) as units,
        count(distinct unit_id) filter (where difference <> 0) as units_that_differ,
    from compared
    group by column_id
)

select
    column_id,
    reported::bigint as reported,
    counted::bigint as counted,
    (counted - reported)::bigint as difference,
    counted / nullif(reported, 0) as share,
    units,
    units_that_differ,
from summed
order by list_position(
    [
        'received_total', 'received_online', 'received_offline', 'carried_over',
        'resolved_total', 'resolved_early', 'resolved_on_time', 'resolved_late',
        'pending_total', 'pending_in_time', 'pending_overdue',
    ],
    column_id
);
