-- question: Which open files are overdue by so long, without any movement, that they may only be lost in the software?
-- grain:    one row per file, the longest overdue first
-- params:   $period_id varchar, $ghost_days integer, $unit_ids varchar[] (empty means every unit), $field_ids varchar[] (empty means every field), $levels varchar[] (empty means every level)
-- returns:  code, procedure_code, procedure_name, field_id, field_name, unit_id, unit_name, days_late, due_on, received_on, moved_on, days_without_movement, source_system
select
    case_row.code,
    case_row.procedure_code,
    case_row.procedure_name,
    case_row.field_id,
    coalesce(field.name, case_row.field_written) as field_name,
    case_row.unit_id,
    unit.name as unit_name,
    case_row.days_late,
    case_row.due_on,
    case_row.received_on,
    case_row.moved_on,
    datediff('day', case_row.moved_on, case_row.end_date) as days_without_movement,
    case_row.source_system,
from case_row([$period_id]) as case_row
inner join unit on case_row.unit_id = unit.unit_id
left join field on case_row.field_id = field.field_id
where
    case_row.is_overdue
    and case_row.days_late > $ghost_days::integer
    and coalesce(
        datediff('day', case_row.moved_on, case_row.end_date) > $ghost_days::integer, true
    )
    and (
        len($unit_ids::varchar[]) = 0
        or case_row.unit_id in (select unnest($unit_ids::varchar[]))
    )
    and (
        len($field_ids::varchar[]) = 0
        or case_row.field_id in (select unnest($field_ids::varchar[]))
    )
    and (len($levels::varchar[]) = 0 or unit.level in (select unnest($levels::varchar[])))
order by
    case_row.days_late desc,
    case_row.code asc,
    case_row.source_system asc;
