-- question: By how many days are the open overdue files of each unit late at the period's end?
-- grain:    one row per unit with open overdue files, and band of days; the unit with most of them first
-- params:   $period_id varchar, $unit_ids varchar[] (empty means every unit), $field_ids varchar[] (empty means every field), $levels varchar[] (empty means every level)
-- returns:  unit_id, unit_name, band, first_day, last_day, cases, cases_in_all
select
    age.part_id as unit_id,
    unit.name as unit_name,
    age.band,
    age.first_day,
    age.last_day,
    age.cases,
    age.cases_in_all,
from
    overdue_age_of(
        'unit', $period_id, $unit_ids::varchar[], $field_ids::varchar[], $levels::varchar[]
    ) as age
inner join unit on age.part_id = unit.unit_id
order by
    age.cases_in_all desc,
    unit.display_order asc,
    age.part_id asc,
    age.band asc;
