-- rule:     V08
-- question: Where is the total that is stated for a level not the sum of its units?
-- grain:    one row per stated total and column
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with stated as (
    select * from check_place
    where scope = 'level'
),

unmatched as (
    select distinct revision_id
    from reading_finding
    where rule = 'V14'
),

-- In a roll-up the total is that of the units above or below it in the same file, as far as each was matched.
listed as (
    select
        stated.report_id,
        place.report_id as unit_report_id,
    from stated
    inner join report_place as place on
        stated.revision_id = place.revision_id
        and stated.family = place.family
        and stated.period_id = place.period_id
        and stated.level = place.unit_level
    anti join unmatched on stated.revision_id = unmatched.revision_id
    where stated.form_id = 'bieu_06_tong_hop' and place.scope = 'unit'
),

-- Elsewhere it is that of the units due in the period, or without such a list of all that existed in it.
expected as (
    select
        stated.report_id,
        place.report_id as unit_report_id,
    from stated
    inner join expected_unit on
        stated.period_id = expected_unit.period_id and stated.level = expected_unit.level
    left join check_place as place on
        stated.family = place.family
        and stated.period_id = place.period_id
        and expected_unit.unit_id = place.unit_id
        and place.unit_type <> 'vertical_agency'
    where stated.form_id is distinct from 'bieu_06_tong_hop'
),

member as (
    select * from listed
    union all
    select * from expected
),

count_of as (
    select *
    from report_counts(
            (
                select list(distinct asked.report_id)
                from (
                    select report_id from stated
                    union all
                    select unit_report_id as report_id from member
                ) as asked
            )
        )
),

summed as (
    select
        member.report_id,
        stated_count.column_id,
        stated_count.total_row,
        stated_count.value as stated,
        count(*) as n_units,
        count(unit_count.value) as n_known,
        sum(unit_count.value) as recomputed,
    from member
    inner join count_of as stated_count on
        member.report_id = stated_count.report_id and stated_count.value is not null
    left join count_of as unit_count on
        member.unit_report_id = unit_count.report_id
        and stated_count.column_id = unit_count.column_id
    group by
        member.report_id, stated_count.column_id, stated_count.total_row, stated_count.value
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
