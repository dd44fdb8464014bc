-- rule:     V07
-- question: Which printed percentages are not what the counts of the same report give?
-- grain:    one row per statement
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with term as (
    select
        statement.*,
        said.report_id as family_report_id,
    from statement
    inner join check_place as place on statement.report_id = place.report_id
    inner join check_place as said on
        statement.family = said.family
        and place.revision_id = said.revision_id
        and place.period_id = said.period_id
        and place.scope = said.scope
        and place.unit_id is not distinct from said.unit_id
        and place.level is not distinct from said.level
),

-- The subject's own row, or the sum of its fields, stands under the empty name; a part under its own.
part_count as (
    select
        report_id,
        column_id,
        coalesce(part, '') as part,
        coalesce(
            case
                when
                    count(*) filter (where field_id is not null and value is null) = 0
                    then sum(value) filter (where field_id is not null)
            end,
            max(value) filter (where field_id is null)
        ) as value,
    from stated_counts((select list(distinct term.family_report_id) from term))
    where part is not null or not is_vertical
    group by report_id, column_id, coalesce(part, '')
),

recomputed as (
    select
        term.*,
        numerator_count.value / nullif(denominator_count.value, 0) as recomputed,
        numerator_count.value || '/' || denominator_count.value as detail,
    from term
    inner join part_count as numerator_count on
        term.family_report_id = numerator_count.report_id
        and term.numerator = numerator_count.column_id
        and coalesce(term.numerator_part, '') = numerator_count.part
    inner join part_count as denominator_count on
        term.family_report_id = denominator_count.report_id
        and term.denominator = denominator_count.column_id
        and coalesce(term.denominator_part, '') = denominator_count.part
),

-- 0.0005 is 0,05 điểm %; the last term forgives what floating point adds.
offence as (
    select
        report_id,
        source_sheet,
        source_row,
        source_letter,
        null::varchar as field_id,
        numerator_part as part,
        'percentage' as variant,
        [numerator, denominator] as columns,
        stated,
        recomputed,
        detail,
    from recomputed
    where abs(stated - recomputed) > greatest(0.0005, half_step) + 1e-9
)

select
    'V07' as rule,
    offence.variant,
    place.report_id,
    place.revision_id,
    place.file_name,
    coalesce(offence.source_sheet, place.sheet) as sheet,
    offence.source_letter || offence.source_row as cell,
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
inner join report_place as place on offence.report_id = place.report_id
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
