-- question: What notes stand on the figures of some periods?
-- grain:    one row per note in force
-- params:   $period_ids varchar[], $metric_ids varchar[] (a note without a metric stands on each), $unit_ids varchar[] (empty lists mean all)
-- returns:  note_id, version, scope, unit_id, unit_name, level, metric_id, period_id, label, start_date, end_date, body, entered_by, entered_at
select
    note.note_id,
    note.version,
    note.scope,
    note.unit_id,
    unit.name as unit_name,
    note.level,
    note.metric_id,
    note.period_id,
    coalesce(period.label, note.period_id) as label,
    period.start_date,
    period.end_date,
    note.body,
    note.entered_by,
    note.entered_at,
from note
left join unit on note.unit_id = unit.unit_id
left join period on note.period_id = period.period_id
where
    (len($period_ids::varchar[]) = 0 or note.period_id in (select unnest($period_ids::varchar[])))
    and (
        len($metric_ids::varchar[]) = 0
        or coalesce(note.metric_id in (select unnest($metric_ids::varchar[])), true)
    )
    and (
        len($unit_ids::varchar[]) = 0
        or note.unit_id in (select unnest($unit_ids::varchar[]))
    )
order by period.start_date, period.end_date, note.period_id, note.note_id;
