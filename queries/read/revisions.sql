-- question: Which files came in, from whom and when, what do they speak of, and how does each stand?
-- grain:    one row per file, and one per taking back or correction, newest first
-- params:   $period_ids varchar[], $unit_ids varchar[], $states varchar[], $revision_ids varchar[], $batch_ids varchar[] (empty lists mean all)
-- returns:  revision_id, state, file_name, sha256, form_id, form_version, entered_at, entered_by, batch_id, reports, reports_in_force, units, unit_name, period_ids, period_labels, findings, event_id, reason, decided_by, decided_at
select
    revision_id,
    state,
    file_name,
    sha256,
    form_id,
    form_version,
    entered_at,
    entered_by,
    batch_id,
    reports,
    reports_in_force,
    units,
    unit_name,
    period_ids,
    period_labels,
    findings,
    event_id,
    reason,
    decided_by,
    decided_at,
from listed_revision
where
    (
        len($period_ids::varchar[]) = 0
        or len(period_ids) = 0
        or list_has_any(period_ids, $period_ids::varchar[])
    )
    and (len($unit_ids::varchar[]) = 0 or list_has_any(unit_ids, $unit_ids::varchar[]))
    and (len($states::varchar[]) = 0 or list_contains($states::varchar[], state))
    and (
        len($revision_ids::varchar[]) = 0
        or list_contains($revision_ids::varchar[], revision_id)
    )
    and (len($batch_ids::varchar[]) = 0 or list_contains($batch_ids::varchar[], batch_id))
order by accepted_seq desc;
