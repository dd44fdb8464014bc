-- question: Was each unit's report of each period on time, late by how many days, missing, or not due?
-- grain:    one row per unit that must report in at least one of the periods, and period
-- params:   $period_ids varchar[], $unit_ids varchar[] (empty means every unit), $on_day date (what is due later is not yet missing), $few_days integer (up to so many days are a little late)
-- returns:  unit_id, unit_name, short_name, unit_type, level, period_id, label, start_date, end_date, due_on, submitted_on, days_late, status
select
    unit_id,
    unit_name,
    short_name,
    unit_type,
    level,
    period_id,
    label,
    start_date,
    end_date,
    due_on,
    submitted_on,
    days_late,
    status,
from report_status($period_ids, $on_day, $few_days)
where len($unit_ids::varchar[]) = 0 or unit_id in (select unnest($unit_ids::varchar[]))
order by
    list_position(['province', 'district', 'commune'], level),
    display_order,
    unit_id,
    start_date,
    end_date,
    period_id;
