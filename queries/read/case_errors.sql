-- question: Which files spoil the statistics of the one-stop software, and what is wrong with each?
-- grain:    one row per file and error
-- params:   $period_id varchar, $unit_ids varchar[] (empty means every unit), $field_ids varchar[] (empty means every field), $levels varchar[] (empty means every level)
-- returns:  error, code, procedure_code, procedure_name, field_id, field_name, unit_id, unit_name, received_on, promised_on, finished_on, channel_id, status_written, source_system
select
    case_error.error,
    case_error.code,
    case_error.procedure_code,
    case_error.procedure_name,
    case_error.field_id,
    coalesce(field.name, case_error.field_written) as field_name,
    case_error.unit_id,
    unit.name as unit_name,
    case_error.received_on,
    case_error.promised_on,
    case_error.finished_on,
    case_error.channel_id,
    case_error.status_written,
    case_error.source_system,
from case_error([$period_id]) as case_error
inner join unit on case_error.unit_id = unit.unit_id
left join field on case_error.field_id = field.field_id
where
    (
        len($unit_ids::varchar[]) = 0
        or case_error.unit_id in (select unnest($unit_ids::varchar[]))
    )
    and (
        len($field_ids::varchar[]) = 0
        or case_error.field_id in (select unnest($field_ids::varchar[]))
    )
    and (len($levels::varchar[]) = 0 or unit.level in (select unnest($levels::varchar[])))
order by
    case_error.error,
    unit.display_order,
    case_error.unit_id,
    case_error.code,
    case_error.source_system;
