-- question: Who owed a report for some periods, when and how did it arrive, and what is still open about it?
-- grain:    one row per unit and period in which it owed a report or was exempt from it
-- params:   $period_ids varchar[], $unit_ids varchar[] (empty means every unit), $on_day date
-- returns:  period_id, label, regime, unit_id, unit_name, short_name, unit_type, level, display_order, due_on, days_left, status, timing, days_late, first_received_on, received_on, document_no, document_on, channel, receipts, receipt_id, version, forms, required_forms, lacking, revision_id, file_name, findings, grave_findings, note, has_duty, due_document, duty_reason, entered_by, entered_at
with asked_finding as (
    select
        unit_id,
        unnest(period_ids) as period_id,
        severity,
    from finding
    where list_has_any(period_ids, $period_ids::varchar[])
),

found as (
    select
        unit_id,
        period_id,
        count(*) as findings,
        count(*) filter (where severity in ('reject', 'error')) as grave_findings,
    from asked_finding
    group by unit_id, period_id
)

select
    line.period_id,
    line.label,
    line.regime,
    line.unit_id,
    line.unit_name,
    line.short_name,
    line.unit_type,
    line.level,
    line.display_order,
    line.due_on,
    line.days_left,
    line.status,
    line.timing,
    line.days_late,
    line.first_received_on,
    line.received_on,
    line.document_no,
    line.document_on,
    line.channel,
    line.receipts,
    line.receipt_id,
    line.version,
    line.forms,
    line.required_forms,
    line.lacking,
    line.revision_id,
    line.file_name,
    coalesce(found.findings, 0) as findings,
    coalesce(found.grave_findings, 0) as grave_findings,
    line.note,
    line.has_duty,
    line.due_document,
    line.duty_reason,
    line.entered_by,
    line.entered_at,
from register_line($period_ids, $on_day) as line
left join found on line.unit_id = found.unit_id and line.period_id = found.period_id
where
    len($unit_ids::varchar[]) = 0
    or line.unit_id in (select unnest($unit_ids::varchar[]))
order by
    line.label,
    list_position(['province', 'district', 'commune'], line.level),
    line.display_order,
    line.unit_id,
    line.period_id;
