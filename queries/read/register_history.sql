-- question: What was entered in the register about one unit in one period, by whom, when and why?
-- grain:    one row per entry: an arrival, its corrections and withdrawal, and what the unit owed, in the order of entry
-- params:   $period_id varchar, $unit_id varchar
-- returns:  event, receipt_id, version, received_on, document_no, document_on, channel, forms, lacking, revision_id, note, due_on, reason, entered_by, entered_at
with event as (
    select
        case
            when withdrawn_reason is not null then 'withdrawn'
            when version = 1 then 'received'
            else 'corrected'
        end as event,
        receipt_id,
        version,
        received_on,
        document_no,
        document_on,
        channel,
        forms,
        lacking,
        revision_id,
        note,
        coalesce(withdrawn_reason, reason) as reason,
        entered_by,
        entered_at,
    from receipt_version
    where period_id = $period_id and unit_id = $unit_id
    union all by name
    select
        standing as event,
        due_on,
        concat_ws(' · ', document, reason) as reason,
        entered_by,
        entered_at,
        duty_id as version,
    from duty_version
    where period_id = $period_id and unit_id = $unit_id
)

select
    event,
    receipt_id,
    version,
    received_on,
    document_no,
    document_on,
    channel,
    forms,
    lacking,
    revision_id,
    note,
    due_on,
    reason,
    entered_by,
    entered_at,
from event
order by entered_at, receipt_id nulls first, version;
