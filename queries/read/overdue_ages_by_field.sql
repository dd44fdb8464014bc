-- question: By how many days are the open overdue files of each field late at the period's end?
-- grain:    one row per field with open overdue files, and band of days; the field with most of them first
-- params:   $period_id varchar, $unit_ids varchar[] (empty means every unit), $field_ids varchar[] (empty means every field), $levels varchar[] (empty means every level)
-- returns:  field_id, field_name, band, first_day, last_day, cases, cases_in_all
with overdue as (
    select
        case_row.field_id,
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
    select distinct field_id from overdue
),

counted as (
    select
        subject.field_id,
        overdue_age.band,
        overdue_age.first_day,
        overdue_age.last_day,
        count(overdue.days_late) as cases,
    from subject
    cross join overdue_age
    left join overdue on
        subject.field_id is not distinct from overdue.field_id
        and overdue_age.first_day <= overdue.days_late
        and overdue_age.last_day >= overdue.days_late
    group by subject.field_id, overdue_age.band, overdue_age.first_day, overdue_age.last_day
),

summed as (
    select
        *,
        (sum(cases) over (partition by field_id))::bigint as cases_in_all,
        max(band) over () as last_band,
    from counted
)

select
    counted.field_id,
    coalesce(field.name, substr(counted.field_id, 2)) as field_name,
    counted.band,
    counted.first_day,
    case when counted.band < counted.last_band then counted.last_day end as last_day,
    counted.cases,
    counted.cases_in_all,
from summed as counted
left join field on counted.field_id = field.field_id
order by
    counted.cases_in_all desc,
    field.display_order asc,
    counted.field_id asc,
    counted.band asc;
