-- rule:     V08
-- question: Where is the total that is stated for the province not the sum of the totals of its levels?
-- grain:    one row per stated total and column
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with stated as (
    select * from check_place
    where scope = 'province'
),

level_report as (
    select place.*
    from check_place as place
    semi join stated on place.family = stated.family and place.period_id = stated.period_id
    where place.scope = 'level'
),

count_of as (
    select *
    from report_counts(
            (
                select list(asked.report_id)
                from (
                    select report_id from stated
                    union all
                    select report_id from level_report
                ) as asked
            )
        )
),

expected as (
    select distinct period_id, level
    from expected_unit
    where period_id in (select period_id from stated)
    union
    select period_id, level from level_report
),

summed as (
    select
        stated.report_id,
        stated_count.column_id,
        stated_count.total_row,
        stated_count.value as stated,
        count(*) as n_levels,
        count(level_count.value) as n_known,
        sum(level_count.value) as recomputed,
    from stated
    inner join count_of as stated_count on
        stated.report_id = stated_count.report_id and stated_count.value is not null
    inner join expected on stated.period_id = expected.period_id
    left join level_report on
        stated.family = level_report.family
        and stated.period_id = level_report.period_id
        and expected.level = level_report.level
    left join count_of as level_count on
        level_report.report_id = level_count.report_id
        and stated_count.column_id = level_count.column_id
    group by
        stated.report_id, stated_count.column_id, stated_count.total_row, stated_count.value
),

offence as (
    select
        report_id,
        total_row as source_row,
        null::varchar as field_id,
        null::varchar as part,
        'levels' as variant,
        [column_id] as columns,
        stated,
        recomputed,
        n_levels as detail,
    from summed
    where n_known = n_levels and n_levels > 1 and stated <> recomputed
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
