-- question: Which units sent their report of a period and which did not, with the totals of each level and of all?
-- grain:    one row per unit that must report, one per level and one of all (unit_id and, of all, level null)
-- params:   $period_id varchar, $on_day date, $few_days integer (up to so many days are a little late)
-- returns:  level, unit_id, unit_name, status, due_on, submitted_on, days_late, reported, missing, late, due
with listed as (
    select *
    from report_status([$period_id], $on_day, $few_days)
    where status <> 'not_applicable'
)

select
    level,
    unit_id,
    case when unit_id is not null then any_value(unit_name) end as unit_name,
    case when unit_id is not null then any_value(status) end as status,
    min(due_on) as due_on,
    case when unit_id is not null then any_value(submitted_on) end as submitted_on,
    case when unit_id is not null then any_value(days_late) end as days_late,
    count(*) filter (where is_judged and not is_missing) as reported,
    count(*) filter (where is_missing) as missing,
    count(*) filter (where is_late) as late,
    count(*) as due,
from listed
group by grouping sets ((level, unit_id, display_order), (level), ())
having count(*) > 0
order by
    list_position(['province', 'district', 'commune'], level) nulls last,
    display_order nulls first,
    unit_id nulls first;
