-- rule:     V08
-- question: Where is the total that is stated for a level not the sum of its units?
-- grain:    one row per stated total and column
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with stated as (
    select * from check_place
    where scope = 'level'
),

unit_report as (
    select place.*
    from check_place as place
    semi join stated on
        place.family = stated.family
        and place.period_id = stated.period_id
        and place.unit_level = stated.level
    where place.scope = 'unit' and place.unit_type <> 'vertical_agency'
),

count_of as (
    select *
    from report_counts(
            (
                select list(asked.report_id)
                from (
                    select report_id from stated
                    union all
                    select report_id from unit_report
                ) as asked
            )
        )
),

-- The units due in the period, or without such a list all that existed in it.
expected as (
    select * from expected_unit
    where period_id in (select period_id from stated)
),

summed as (
    select
        stated.report_id,
        stated_count.column_id,
        stated_count.total_row,
        stated_count.value as stated,
        count(*) as n_units,
        count(unit_count.value) as n_known,
        sum(unit_count.value) as recomputed,
    from stated
    inner join count_of as stated_count on
        stated.report_id = stated_count.report_id and stated_count.value is not null
    inner join expected on
        stated.period_id = expected.period_id and stated.level = expected.level
    left join unit_report on
        stated.family = unit_report.family
        and stated.period_id = unit_report.period_id
        and expected.unit_id = unit_report.unit_id
    left join count_of as unit_count on
        unit_report.report_id = unit_count.report_id
        and stated_count.column_id = unit_count.column_id
    group by
        stated.report_id, stated_count.column_id, stated_count.total_row, stated_count.value
),

offence as (
    select
        report_id,
        total_row as source_row,
        null::varchar as field_id,
        null::varchar as part,
        'units' as variant,
        [column_id] as columns,
        stated,
        recomputed,
        n_units as detail,
    from summed
    where n_known = n_units and stated <> recomputed
)

select
    'V08' as rule,
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
