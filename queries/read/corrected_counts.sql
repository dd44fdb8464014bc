-- question: Which counts did a revision correct, from what to what, and in which cells?
-- grain:    one row per count that changed
-- params:   $revision_id varchar
-- returns:  unit_id, unit_name, level, period_id, period_label, family, column_id, field_id, field_name, part, old_value, new_value, difference, old_file, old_sheet, old_cell, new_file, new_sheet, new_cell
select
    correction.unit_id,
    correction.unit_name,
    correction.level,
    correction.period_id,
    correction.period_label,
    correction.family,
    changed.column_id,
    changed.field_id,
    coalesce(field.name, substr(changed.field_id, 2)) as field_name,
    changed.part,
    changed.old_value,
    changed.new_value,
    changed.new_value - changed.old_value as difference,
    correction.before_file_name as old_file,
    correction.before_sheet as old_sheet,
    correction.before_letters[changed.column_id] || changed.old_row as old_cell,
    correction.file_name as new_file,
    correction.sheet as new_sheet,
    correction.letters[changed.column_id] || changed.new_row as new_cell,
from corrected_count(
        (
            select list(asked.report_id)
            from correction as asked
            where asked.revision_id = $revision_id
        )
    ) as changed
inner join correction on changed.report_id = correction.report_id
left join field on changed.field_id = field.field_id
order by
    correction.display_order,
    correction.unit_id,
    correction.start_date,
    correction.period_id,
    correction.family,
    changed.new_row,
    changed.old_row,
    changed.column_id,
    changed.field_id,
    changed.part;
