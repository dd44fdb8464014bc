-- question: Which contradictions did a revision cure?
-- grain:    one row per finding of a replaced report that the report in its place no longer has
-- params:   $revision_id varchar
-- returns:  rule, severity, variant, unit_id, unit_name, level, period_id, period_label, kind, start_date, end_date, field_id, field_name, part, columns, stated, recomputed, difference, detail, file_name, sheet, cell
select
    cured.rule,
    cured.severity,
    cured.variant,
    place.unit_id,
    place.unit_name,
    coalesce(place.unit_level, place.level) as level,
    place.period_id,
    place.period_label,
    place.kind,
    place.start_date,
    place.end_date,
    cured.field_id,
    cured.field_name,
    cured.part,
    cured.columns,
    cured.stated,
    cured.recomputed,
    cured.recomputed - cured.stated as difference,
    cured.detail,
    place.file_name,
    cured.sheet,
    cured.cell,
from cured_check($revision_id) as cured
inner join report_place as place on cured.report_id = place.report_id
order by cured.position, place.display_order, place.unit_id, cured.sheet, cured.cell, cured.columns;
