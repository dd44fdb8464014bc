-- What was said about figures up to the moment asked for, of the units that the viewer may see. What speaks of a level or of
-- the province tells of every unit: only for who sees all.
create view explanation_version as
select explanation.*
from ws.explanation as explanation
inner join unit on explanation.unit_id = unit.unit_id
where coalesce(explanation.entered_at <= getvariable('as_of_at')::timestamptz, true);

create view promise_outcome as
select outcome.*
from ws.promise_outcome as outcome
where
    coalesce(outcome.entered_at <= getvariable('as_of_at')::timestamptz, true)
    and outcome.explanation_id in (
        select explanation_version.explanation_id from explanation_version
    );

create view note_version as
select note.*
from ws.note as note
left join unit on note.unit_id = unit.unit_id
where
    coalesce(note.entered_at <= getvariable('as_of_at')::timestamptz, true)
    and (unit.unit_id is not null or (note.scope <> 'unit' and getvariable('viewer_sees_all')));

create view note as
with latest as (
    select *
    from note_version
    qualify row_number() over (partition by note_id order by version desc) = 1
)

select *
from latest
where withdrawn_reason is null;

-- The last version of each explanation that was not withdrawn, with how its promise stands on a day. A promise is due on the
-- day promised, or on the last day to which it was extended; it is over when somebody has said how it ended, never by itself.
create macro explanation_on(on_day) as table
with latest as (
    select *
    from explanation_version
    qualify row_number() over (partition by explanation_id order by version desc) = 1
),

outcome as (
    select
        explanation_id,
        last(extended_to order by outcome_no) filter (where outcome = 'extended') as extended_to,
        count(*) filter (where outcome = 'extended') as extensions,
        last(outcome order by outcome_no) as outcome,
        last(decided_on order by outcome_no) as decided_on,
        last(reason order by outcome_no) as reason,
    from promise_outcome
    group by explanation_id
),

stood as (
    select
        latest.*,
        coalesce(outcome.extended_to, latest.promised_on) as due_on,
        coalesce(outcome.extensions, 0) as extensions,
        outcome.outcome,
        outcome.decided_on,
        outcome.reason as outcome_reason,
    from latest
    left join outcome on latest.explanation_id = outcome.explanation_id
    where latest.withdrawn_reason is null
)

select
    stood.*,
    unit.name as unit_name,
    unit.short_name,
    unit.unit_type,
    unit.level,
    unit.display_order,
    field.name as field_name,
    coalesce(period.label, stood.period_id) as label,
    period.start_date,
    period.end_date,
    coalesce(known_cause.name, stood.cause_id) as cause,
    known_cause.position as cause_position,
    metric.topic,
    case
        when stood.promised_on is null then 'none'
        when stood.outcome in ('kept', 'not_kept') then stood.outcome
        when stood.due_on < on_day::date then 'overdue'
        else 'open'
    end as promise,
from stood
inner join unit on stood.unit_id = unit.unit_id
left join field on stood.field_id = field.field_id
left join period on stood.period_id = period.period_id
left join known_cause on stood.cause_id = known_cause.cause_id
left join metric on stood.metric_id = metric.metric_id;
