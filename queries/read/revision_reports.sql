-- question: Of which units, periods and families do revisions report, and which reports do they replace?
-- grain:    one row per report of a revision
-- params:   $revision_ids varchar[]
-- returns:  revision_id, family, scope, unit_id, unit_name, level, period_id, period_label, regime, origin, sheet, old_revision_id, old_file
select
    report_place.revision_id,
    report_place.family,
    report_place.scope,
    report_place.unit_id,
    report_place.unit_name,
    coalesce(report_place.unit_level, report_place.level) as level,
    report_place.period_id,
    report_place.period_label,
    report_place.regime,
    report_place.origin,
    report_place.sheet,
    correction.before_revision_id as old_revision_id,
    correction.before_file_name as old_file,
from report_place
left join correction on report_place.report_id = correction.report_id
where report_place.revision_id in (select unnest($revision_ids::varchar[]))
order by
    report_place.revision_id,
    report_place.start_date,
    report_place.period_id,
    report_place.display_order,
    report_place.unit_id,
    report_place.level,
    report_place.family,
    report_place.report_id;
