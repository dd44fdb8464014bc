-- question: By how many days are the open overdue files of each field late at the period's end?
-- grain:    one row per field with open overdue files, and band of days; the field with most of them first
-- params:   $period_id varchar, $unit_ids varchar[] (empty means every unit), $field_ids varchar[] (empty means every field), $levels varchar[] (empty means every level)
-- returns:  field_id, field_name, band, first_day, last_day, cases, cases_in_all
select
    age.part_id as field_id,
    coalesce(field.name, substr(age.part_id, 2)) as field_name,
    age.band,
    age.first_day,
    age.last_day,
    age.cases,
    age.cases_in_all,
from
    overdue_age_of(
        'field', $period_id, $unit_ids::varchar[], $field_ids::varchar[], $levels::varchar[]
    ) as age
left join field on age.part_id = field.field_id
order by
    age.cases_in_all desc,
    field.display_order asc,
    age.part_id asc,
    age.band asc;
