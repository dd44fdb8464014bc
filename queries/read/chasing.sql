-- question: Who still has to report for a period, how late is it, who is usually late, and who was reminded when?
-- grain:    one row per unit whose report is missing or not due yet
-- params:   $period_id varchar, $past_ids varchar[] (the periods that tell who is usually late), $on_day date, $few_days integer (up to so many days are a little late)
-- returns:  unit_id, unit_name, short_name, unit_type, level, display_order, status, due_on, days_overdue, days_left, past_due, past_late, past_missing, is_usual, reminders, last_reminded_on, last_document_no
with now_status as (
    select *
    from report_status([$period_id], $on_day, $few_days)
    where status in ('missing', 'not_due')
),

past as (
    select
        unit_id,
        count(*) filter (where is_judged) as past_due,
        count(*) filter (where is_late) as past_late,
        count(*) filter (where is_missing) as past_missing,
        -- Usually late is who was so more than once, and in at least a third of the periods.
        past_late + past_missing > 1 and 3 * (past_late + past_missing) >= past_due as is_usual,
    from report_status($past_ids, $on_day, $few_days)
    group by unit_id
),

reminded as (
    select
        unit_id,
        count(*) as reminders,
        max(sent_on) as last_reminded_on,
        last(document_no order by sent_on, reminder_id) as last_document_no,
    from reminder
    where period_id = $period_id
    group by unit_id
)

select
    now_status.unit_id,
    now_status.unit_name,
    now_status.short_name,
    now_status.unit_type,
    now_status.level,
    now_status.display_order,
    now_status.status,
    now_status.due_on,
    case
        when now_status.status = 'missing' then datediff('day', now_status.due_on, $on_day::date)
    end as days_overdue,
    case
        when now_status.status = 'not_due' then datediff('day', $on_day::date, now_status.due_on)
    end as days_left,
    coalesce(past.past_due, 0) as past_due,
    coalesce(past.past_late, 0) as past_late,
    coalesce(past.past_missing, 0) as past_missing,
    coalesce(past.is_usual, false) as is_usual,
    coalesce(reminded.reminders, 0) as reminders,
    reminded.last_reminded_on,
    reminded.last_document_no,
from now_status
left join past on now_status.unit_id = past.unit_id
left join reminded on now_status.unit_id = reminded.unit_id
order by
    list_position(['province', 'district', 'commune'], now_status.level),
    now_status.display_order,
    now_status.unit_id;
