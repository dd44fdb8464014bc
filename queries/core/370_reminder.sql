-- Reminders sent to units that the viewer may see, entered up to the moment asked for, in their last version.
create view reminder as
with latest as (
    select reminder.*
    from ws.reminder as reminder
    inner join unit on reminder.unit_id = unit.unit_id
    where coalesce(reminder.entered_at <= getvariable('as_of_at')::timestamptz, true)
    qualify row_number() over (partition by reminder.reminder_id order by reminder.version desc) = 1
)

select *
from latest
where withdrawn_reason is null;
