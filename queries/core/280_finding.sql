-- What is wrong with the figures in force. The checks were run once for the moment asked for and laid down in
-- `found_check`; the viewer sees those of reports that may be seen. What was found while a file was read stands beside.
-- The id stays the same as long as the same revision contradicts itself in the same place.
create view finding as
select
    substr(
        md5(
            concat_ws(
                '|', found.rule, found.variant, found.revision_id, place.unit_id, place.level,
                place.period_id, found.field_id, found.part, found.sheet, found.cell, found.columns
            )
        ),
        1,
        12
    ) as finding_id,
    found.rule,
    rule.severity,
    found.variant,
    null::varchar as message,
    found.report_id,
    found.revision_id,
    place.file_name,
    revision.sha256,
    revision.entered_at,
    found.sheet,
    found.cell,
    place.unit_id,
    place.unit_name,
    place.display_order,
    place.scope,
    coalesce(place.unit_level, place.level) as level,
    place.period_id,
    [place.period_id] as period_ids,
    place.period_label,
    place.kind,
    place.start_date,
    place.end_date,
    coalesce(counted_column.family, place.family) as family,
    found.field_id,
    found.field_name,
    found.part,
    found.columns,
    found.stated,
    found.recomputed,
    found.detail,
from memory.found_check as found
inner join report_place as place on found.report_id = place.report_id
inner join ws.revision as revision on found.revision_id = revision.revision_id
inner join rule on found.rule = rule.rule
left join counted_column on found.columns[1] = counted_column.column_id
where found.as_of_seq = getvariable('as_of_seq')
union all
select
    substr(
        md5(
            concat_ws(
                '|',
                found.rule,
                found.revision_id,
                found.sheet,
                found.cell,
                found.column_id,
                found.message
            )
        ),
        1,
        12
    ) as finding_id,
    found.rule,
    found.severity,
    null::varchar as variant,
    found.message,
    null::bigint as report_id,
    found.revision_id,
    found.file_name,
    revision.sha256,
    revision.entered_at,
    found.sheet,
    found.cell,
    found.unit_id,
    found.unit_name,
    found.display_order,
    null::varchar as scope,
    unit.level,
    null::varchar as period_id,
    found.period_ids,
    found.period_label,
    null::varchar as kind,
    found.start_date,
    null::date as end_date,
    counted_column.family,
    null::varchar as field_id,
    null::varchar as field_name,
    null::varchar as part,
    case when found.column_id is null then [] else [found.column_id] end as columns,
    found.stated,
    found.recomputed,
    null::varchar as detail,
from reading_finding as found
inner join ws.revision as revision on found.revision_id = revision.revision_id
left join unit on found.unit_id = unit.unit_id
left join counted_column on found.column_id = counted_column.column_id
where found.status = 'accepted';
