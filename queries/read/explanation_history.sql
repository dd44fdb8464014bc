-- question: What was said in one explanation, version by version, and what became of its promise?
-- grain:    one row per version and per outcome, in the order in which they were entered
-- params:   $explanation_id bigint
-- returns:  explanation_id, event, number, cause_id, body, person, person_position, late_files, promised_on, promised_late, decided_on, extended_to, reason, entered_by, entered_at
with event as (
    select
        explanation_id,
        case
            when withdrawn_reason is not null then 'withdrawn'
            when version = 1 then 'given'
            else 'changed'
        end as event,
        version as number,
        cause_id,
        body,
        person,
        person_position,
        late_files,
        promised_on,
        promised_late,
        null::date as decided_on,
        null::date as extended_to,
        withdrawn_reason as reason,
        entered_by,
        entered_at,
    from explanation_version
    where explanation_id = $explanation_id::bigint
    union all by name
    select
        explanation_id,
        outcome as event,
        outcome_no as number,
        decided_on,
        extended_to,
        reason,
        entered_by,
        entered_at,
    from promise_outcome
    where explanation_id = $explanation_id::bigint
)

select *
from event
order by entered_at, list_position(['given', 'changed', 'withdrawn'], event) nulls last, number;
