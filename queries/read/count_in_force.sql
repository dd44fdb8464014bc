-- question: What does the report in force say of one count, and which row holds it?
-- grain:    one row per fact row of the subject, field and period, parts left out
-- params:   $subject_id varchar (a unit's id, level:district or province:), $period_id varchar, $column_id varchar, $field_id varchar (empty means the row of no field)
-- returns:  report_id, revision_id, family, source_row, value, is_derived, counts, derived, file_name, sheet, cell
select
    report_id,
    revision_id,
    family,
    source_row,
    counts[$column_id] as value,
    derived[$column_id] is not null as is_derived,
    counts,
    derived,
    file_name,
    sheet,
    letters[$column_id] || source_row as cell,
from subject_fact($subject_id, $period_id)
where
    map_contains(counts, $column_id)
    and part is null
    and field_id is not distinct from nullif($field_id, '')
order by source_row, report_id;
