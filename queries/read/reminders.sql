-- question: Which reminders were sent, to whom, when, how and by whom?
-- grain:    one row per reminder that was not withdrawn
-- params:   $period_ids varchar[], $unit_ids varchar[] (empty lists mean all)
-- returns:  reminder_id, version, unit_id, unit_name, short_name, level, period_id, label, kind, start_date, end_date, sent_on, channel, document_no, person, note, entered_by, entered_at
select
    reminder.reminder_id,
    reminder.version,
    reminder.unit_id,
    unit.name as unit_name,
    unit.short_name,
    unit.level,
    reminder.period_id,
    coalesce(period.label, reminder.period_id) as label,
    period.kind,
    period.start_date,
    period.end_date,
    reminder.sent_on,
    reminder.channel,
    reminder.document_no,
    reminder.person,
    reminder.note,
    reminder.entered_by,
    reminder.entered_at,
from reminder
inner join unit on reminder.unit_id = unit.unit_id
left join period on reminder.period_id = period.period_id
where
    (
        len($period_ids::varchar[]) = 0
        or reminder.period_id in (select unnest($period_ids::varchar[]))
    )
    and (
        len($unit_ids::varchar[]) = 0
        or reminder.unit_id in (select unnest($unit_ids::varchar[]))
    )
order by reminder.sent_on desc, reminder.reminder_id desc;
