-- rule:     V12
-- question: Which reports speak of a unit that did not exist in their period?
-- grain:    one row per file, unit and period
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with offence as (
    select
        min(report_id) as report_id,
        null::integer as source_row,
        null::varchar as field_id,
        null::varchar as part,
        case when valid_from > end_date then 'not_yet' else 'no_longer' end as variant,
        []::varchar[] as columns,
        null as stated,
        null as recomputed,
        case when valid_from > end_date then valid_from else valid_to end as detail,
    from check_place
    where valid_from > end_date or valid_to < start_date
    group by revision_id, unit_id, period_id, valid_from, valid_to, start_date, end_date
)

select
    'V12' as rule,
    offence.variant,
    place.report_id,
    place.revision_id,
    place.file_name,
    place.sheet,
    place.letters[offence.columns[1]] || offence.source_row as cell,
    place.unit_id,
    place.unit_name,
    place.scope,
    place.level,
    place.period_id,
    place.period_label,
    offence.field_id,
    field.name as field_name,
    offence.part,
    offence.columns,
    offence.stated::double as stated,
    offence.recomputed::double as recomputed,
    offence.detail::varchar as detail,
from offence
inner join check_place as place on offence.report_id = place.report_id
left join field on offence.field_id = field.field_id
where
    len($period_ids::varchar[]) = 0
    or place.period_id in (select unnest($period_ids::varchar[]))
order by
    place.start_date,
    place.period_id,
    place.display_order,
    place.report_id,
    offence.source_row,
    offence.variant,
    offence.columns;
