-- How each unit stands with its report in each reported period, for the units that must report in at least one of them.
-- A unit outside its time or off the list of a period is "not applicable"; a period of which nothing is known is
-- "unknown", and so is a listed unit of which the list says nothing: neither is an accusation. Whether a report was on
-- time is what the metric counts; days say how late, up to `few_days` being a little. Before the due day has passed
-- nothing is missing; that day is the unit's own where the period was opened.
create macro report_status(period_ids, on_day, few_days) as table
with asked as (
    select
        period_id,
        label,
        start_date,
        end_date,
        due_date,
    from period
    where period_id in (select unnest(period_ids::varchar[]))
),

due as (
    select
        due_unit.period_id,
        due_unit.unit_id,
        due_unit.has_reported,
        duty.due_on,
    from due_unit
    left join duty on
        due_unit.period_id = duty.period_id and due_unit.unit_id = duty.unit_id
    inner join unit on due_unit.unit_id = unit.unit_id
    where
        due_unit.period_id in (select period_id from asked)
        and (getvariable('includes_vertical') or unit.unit_type <> 'vertical_agency')
),

listed as (
    select
        period_id,
        unit_id,
        max(report_on_time) as report_on_time,
        min(submitted_on) as submitted_on,
    from fact_submission
    where scope = 'unit' and period_id in (select period_id from asked)
    group by period_id, unit_id
),

started as (
    select distinct period_id from due
),

subject as (
    select distinct unit_id from due
),

paired as (
    select
        unit.unit_id,
        unit.name as unit_name,
        unit.short_name,
        unit.unit_type,
        unit.level,
        unit.display_order,
        unit.valid_from,
        unit.valid_to,
        asked.* replace (coalesce(due.due_on, asked.due_date) as due_date),
        due.unit_id is not null as is_due,
        due.has_reported,
        listed.submitted_on,
        listed.report_on_time,
        datediff('day', coalesce(due.due_on, asked.due_date), listed.submitted_on)
            as days_after_due,
        coalesce(unit.valid_from, asked.start_date) <= asked.end_date
        and coalesce(unit.valid_to, asked.end_date) >= asked.start_date as exists_then,
        started.period_id is not null as is_known,
    from subject
    inner join unit on subject.unit_id = unit.unit_id
    cross join asked
    left join started on asked.period_id = started.period_id
    left join due on subject.unit_id = due.unit_id and asked.period_id = due.period_id
    left join listed on subject.unit_id = listed.unit_id and asked.period_id = listed.period_id
),

judged as (
    select
        *,
        case
            when not exists_then or (is_known and not is_due) then 'not_applicable'
            when not is_known then 'unknown'
            when has_reported and report_on_time = 1 then 'on_time'
            when has_reported and report_on_time = 0 and days_after_due > few_days::integer
                then 'very_late'
            when has_reported and report_on_time = 0 and days_after_due > 0 then 'slightly_late'
            when has_reported and report_on_time = 0 then 'late'
            when has_reported then 'undated'
            when has_reported is null then 'unknown'
            when on_day::date <= due_date then 'not_due'
            else 'missing'
        end as status,
    from paired
)

select
    unit_id,
    unit_name,
    short_name,
    unit_type,
    level,
    display_order,
    valid_from,
    valid_to,
    period_id,
    label,
    start_date,
    end_date,
    due_date as due_on,
    submitted_on,
    case when status in ('slightly_late', 'very_late') then days_after_due end as days_late,
    status,
    status in ('slightly_late', 'very_late', 'late') as is_late,
    status = 'missing' as is_missing,
    status not in ('not_applicable', 'not_due', 'unknown') as is_judged,
from judged;
