-- question: What was found while the files were read whose figures are in force?
-- grain:    one row per finding
-- params:   $period_ids varchar[] (empty means every period), $includes_refused boolean (files refused or held too)
-- returns:  severity, rule, message, revision_id, file_name, status, sheet, cell, unit_id, unit_name, start_date, period_label, column_id, cell_value, stated, recomputed
select
    severity,
    rule,
    message,
    revision_id,
    file_name,
    status,
    sheet,
    cell,
    unit_id,
    unit_name,
    start_date,
    period_label,
    column_id,
    cell_value,
    stated,
    recomputed,
from reading_finding
where
    (status = 'accepted' or $includes_refused)
    and (
        len($period_ids::varchar[]) = 0
        or list_has_any(period_ids, $period_ids::varchar[])
    )
order by accepted_seq, revision_id, sheet, cell, rule, message;
