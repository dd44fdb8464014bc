-- question: What is wrong with the figures in force, where, and which metrics does it put in doubt?
-- grain:    one row per finding
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  finding_id, rule, severity, variant, message, revision_id, file_name, sha256, sheet, cell, unit_id, unit_name, display_order, scope, level, period_id, period_label, kind, start_date, end_date, family, field_id, field_name, part, columns, stated, recomputed, difference, detail, metric_ids
select
    finding.finding_id,
    finding.rule,
    finding.severity,
    finding.variant,
    finding.message,
    finding.revision_id,
    finding.file_name,
    finding.sha256,
    finding.sheet,
    finding.cell,
    finding.unit_id,
    finding.unit_name,
    finding.display_order,
    finding.scope,
    finding.level,
    finding.period_id,
    finding.period_label,
    finding.kind,
    finding.start_date,
    finding.end_date,
    finding.family,
    finding.field_id,
    finding.field_name,
    finding.part,
    finding.columns,
    finding.stated,
    finding.recomputed,
    finding.recomputed - finding.stated as difference,
    finding.detail,
    coalesce(finding_metric.metric_ids, []) as metric_ids,
from finding
left join finding_metric on finding.finding_id = finding_metric.finding_id
where
    len($period_ids::varchar[]) = 0
    or list_has_any(finding.period_ids, $period_ids::varchar[])
order by
    list_position(['reject', 'error', 'warning', 'info'], finding.severity),
    finding.start_date,
    finding.display_order nulls first,
    finding.unit_id,
    finding.rule,
    finding.file_name,
    finding.sheet,
    finding.cell,
    finding.finding_id;
