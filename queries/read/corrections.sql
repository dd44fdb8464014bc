-- question: Which reports were corrected, by which revision, and how many counts changed?
-- grain:    one row per corrected report
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  revision_id, before_revision_id, file_name, before_file_name, entered_at, before_entered_at, family, unit_id, unit_name, level, period_id, period_label, kind, start_date, end_date, changed_counts
with asked as (
    select *
    from correction
    where
        len($period_ids::varchar[]) = 0
        or period_id in (select unnest($period_ids::varchar[]))
),

changed as (
    select
        report_id,
        count(*) as changed_counts,
    from corrected_count((select list(asked.report_id) from asked))
    group by report_id
)

select
    asked.revision_id,
    asked.before_revision_id,
    asked.file_name,
    asked.before_file_name,
    asked.entered_at,
    asked.before_entered_at,
    asked.family,
    asked.unit_id,
    asked.unit_name,
    asked.level,
    asked.period_id,
    asked.period_label,
    asked.kind,
    asked.start_date,
    asked.end_date,
    coalesce(changed.changed_counts, 0) as changed_counts,
from asked
left join changed on asked.report_id = changed.report_id
order by
    asked.accepted_seq desc,
    asked.display_order asc,
    asked.unit_id asc,
    asked.family asc;
