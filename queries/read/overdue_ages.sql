-- question: By how many days are the open overdue files late at the period's end?
-- grain:    one row per band of days, where an export tells of the unit asked for
-- params:   $period_id varchar, $unit_ids varchar[] (empty means every unit), $field_ids varchar[] (empty means every field), $levels varchar[] (empty means every level)
-- returns:  band, first_day, last_day, cases, share, cases_in_all, units
with asked as (
    select distinct answer.unit_id
    from case_answer([$period_id]) as answer
    inner join unit on answer.unit_id = unit.unit_id
    where
        (
            len($unit_ids::varchar[]) = 0
            or answer.unit_id in (select unnest($unit_ids::varchar[]))
        )
        and (len($levels::varchar[]) = 0 or unit.level in (select unnest($levels::varchar[])))
),

overdue as (
    select case_row.days_late
    from case_row([$period_id]) as case_row
    semi join asked on case_row.unit_id = asked.unit_id
    where
        case_row.is_overdue
        and (
            len($field_ids::varchar[]) = 0
            or case_row.field_id in (select unnest($field_ids::varchar[]))
        )
),

counted as (
    select
        overdue_age.band,
        overdue_age.first_day,
        overdue_age.last_day,
        count(overdue.days_late) as cases,
    from overdue_age
    left join overdue on
        overdue_age.first_day <= overdue.days_late
        and overdue_age.last_day >= overdue.days_late
    group by overdue_age.band, overdue_age.first_day, overdue_age.last_day
),

told as (
    select count(*) as units
    from asked
)

select
    counted.band,
    counted.first_day,
    case when counted.band < max(counted.band) over () then counted.last_day end as last_day,
    counted.cases,
    counted.cases / nullif(sum(counted.cases) over (), 0) as share,
    (sum(counted.cases) over ())::bigint as cases_in_all,
    told.units,
from counted
cross join told
where told.units > 0
order by counted.band;
