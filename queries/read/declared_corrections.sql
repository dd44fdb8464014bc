-- question: Which published counts were declared to be wrong, what did they say, and what are they now?
-- grain:    one row per correction, newest first
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  correction_id, event_id, period_id, period_label, subject_id, unit_name, level, family, field_id, field_name, column_id, expected, corrected, reason, entered_by, entered_at
select
    correction.correction_id,
    correction.event_id,
    correction.period_id,
    period.label as period_label,
    correction.subject_id,
    unit.name as unit_name,
    case
        when starts_with(correction.subject_id, 'level:')
            then substr(correction.subject_id, 7)
    end as level,
    correction.family,
    correction.field_id,
    field.name as field_name,
    correction.column_id,
    correction.expected,
    correction.corrected,
    correction.reason,
    correction.entered_by,
    correction.entered_at,
from declared_correction as correction
inner join period on correction.period_id = period.period_id
left join unit on correction.subject_id = unit.unit_id
left join field on correction.field_id = field.field_id
where
    len($period_ids::varchar[]) = 0
    or correction.period_id in (select unnest($period_ids::varchar[]))
order by correction.correction_id desc;
