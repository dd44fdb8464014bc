-- question: Which counts do revisions change, from what to what, and where do they stand?
-- grain:    one row per count that a revision states anew or otherwise than the report that it replaced
-- params:   $revision_ids varchar[]
-- returns:  revision_id, is_replacing, old_revision_id, unit_id, unit_name, level, period_id, period_label, family, column_id, field_id, field_name, part, old_value, new_value, difference, old_sheet, old_cell, new_sheet, new_cell
with asked as (
    select
        report_place.report_id,
        report_place.revision_id,
        report_place.unit_id,
        report_place.unit_name,
        report_place.display_order,
        coalesce(report_place.unit_level, report_place.level) as level,
        report_place.period_id,
        report_place.period_label,
        report_place.start_date,
        report_place.family,
        report_place.sheet,
        report_place.letters,
        correction.before_revision_id,
        correction.before_sheet,
        correction.before_letters,
        correction.report_id is not null as is_replacing,
    from report_place
    left join correction on report_place.report_id = correction.report_id
    where report_place.revision_id in (select unnest($revision_ids::varchar[]))
),

changed as (
    select corrected.*
    from corrected_count(
            (
                select list(asked.report_id)
                from asked
                where asked.is_replacing
            )
        ) as corrected
    union all by name
    select
        stated.report_id,
        stated.column_id,
        stated.field_id,
        stated.part,
        null as old_value,
        stated.value as new_value,
        null as old_row,
        stated.source_row as new_row,
    from stated_counts(
            (
                select list(asked.report_id)
                from asked
                where not asked.is_replacing
            )
        ) as stated
    where stated.value is not null
)

select
    asked.revision_id,
    asked.is_replacing,
    asked.before_revision_id as old_revision_id,
    asked.unit_id,
    asked.unit_name,
    asked.level,
    asked.period_id,
    asked.period_label,
    asked.family,
    changed.column_id,
    changed.field_id,
    coalesce(field.name, substr(changed.field_id, 2)) as field_name,
    changed.part,
    changed.old_value,
    changed.new_value,
    changed.new_value - changed.old_value as difference,
    asked.before_sheet as old_sheet,
    asked.before_letters[changed.column_id] || changed.old_row as old_cell,
    asked.sheet as new_sheet,
    asked.letters[changed.column_id] || changed.new_row as new_cell,
from changed
inner join asked on changed.report_id = asked.report_id
left join field on changed.field_id = field.field_id
order by
    asked.revision_id,
    not asked.is_replacing,
    asked.display_order,
    asked.unit_id,
    asked.start_date,
    asked.period_id,
    asked.family,
    changed.new_row,
    changed.old_row,
    changed.column_id,
    changed.field_id,
    changed.part;
