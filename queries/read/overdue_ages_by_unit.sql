-- question: By how many days are the open overdue files of each unit late at the period's end?
-- grain:    one row per unit with open overdue files, and band of days; the unit with most of them first
-- params:   $period_id varchar, $unit_ids varchar[] (empty means every unit), $field_ids varchar[] (empty means every field), $levels varchar[] (empty means every level)
-- returns:  unit_id, unit_name, band, first_day, last_day, cases, cases_in_all
with overdue as (
    select
        case_row.unit_id,
        case_row.days_late,
    from case_row([$period_id]) as case_row
    inner join unit on case_row.unit_id = unit.unit_id
    where
        case_row.is_overdue
        and (
            len($unit_ids::varchar[]) = 0
            or case_row.unit_id in (select unnest($unit_ids::varchar[]))
        )
        and (
            len($field_ids::varchar[]) = 0
            or case_row.field_id in (select unnest($field_ids::varchar[]))
        )
        and (len($levels::varchar[]) = 0 or unit.level in (select unnest($levels::varchar[])))
),

subject as (
    select distinct unit_id from overdue
),

counted as (
    select
        subject.unit_id,
        overdue_age.band,
        overdue_age.first_day,
        overdue_age.last_day,
        count(overdue.days_late) as cases,
    from subject
    cross join overdue_age
    left join overdue on
        subject.unit_id is not distinct from overdue.unit_id
        and overdue_age.first_day <= overdue.days_late
        and overdue_age.last_day >= overdue.days_late
    group by subject.unit_id, overdue_age.band, overdue_age.first_day, overdue_age.last_day
),

summed as (
    select
        *,
        (sum(cases) over (partition by unit_id))::bigint as cases_in_all,
        max(band) over () as last_band,
    from counted
)

select
    counted.unit_id,
    unit.name as unit_name,
    counted.band,
    counted.first_day,
    case when counted.band < counted.last_band then counted.last_day end as last_day,
    counted.cases,
    counted.cases_in_all,
from summed as counted
inner join unit on counted.unit_id = unit.unit_id
order by
    counted.cases_in_all desc,
    unit.display_order asc,
    counted.unit_id asc,
    counted.band asc;
