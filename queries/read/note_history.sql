-- question: What did one note say, version by version, and why was it withdrawn?
-- grain:    one row per version
-- params:   $note_id bigint
-- returns:  note_id, version, scope, unit_id, level, metric_id, period_id, body, withdrawn_reason, entered_by, entered_at
select
    note_id,
    version,
    scope,
    unit_id,
    level,
    metric_id,
    period_id,
    body,
    withdrawn_reason,
    entered_by,
    entered_at,
from note_version
where note_id = $note_id::bigint
order by version;
