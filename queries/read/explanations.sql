-- question: Why were files late, who answers for it, and how does each promise stand on a day?
-- grain:    one row per explanation in force
-- params:   $period_ids varchar[], $unit_ids varchar[], $field_ids varchar[] (empty lists mean all), $on_day date
-- returns:  explanation_id, version, period_id, label, start_date, end_date, unit_id, unit_name, short_name, level, field_id, field_name, metric_id, cause_id, cause, body, person, person_position, late_files, promised_on, promised_late, due_on, extensions, promise, days_overdue, decided_on, outcome_reason, entered_by, entered_at
select
    explanation_id,
    version,
    period_id,
    label,
    start_date,
    end_date,
    unit_id,
    unit_name,
    short_name,
    level,
    field_id,
    field_name,
    metric_id,
    cause_id,
    cause,
    body,
    person,
    person_position,
    late_files,
    promised_on,
    promised_late,
    due_on,
    extensions,
    promise,
    case when promise = 'overdue' then datediff('day', due_on, $on_day::date) end as days_overdue,
    decided_on,
    outcome_reason,
    entered_by,
    entered_at,
from explanation_on($on_day)
where
    (len($period_ids::varchar[]) = 0 or period_id in (select unnest($period_ids::varchar[])))
    and (len($unit_ids::varchar[]) = 0 or unit_id in (select unnest($unit_ids::varchar[])))
    and (len($field_ids::varchar[]) = 0 or field_id in (select unnest($field_ids::varchar[])))
order by
    start_date desc,
    list_position(['province', 'district', 'commune'], level) asc,
    display_order asc,
    unit_id asc,
    field_id asc nulls first,
    explanation_id asc;
