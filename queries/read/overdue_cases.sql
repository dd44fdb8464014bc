-- question: Which files are overdue: done late in the period, or open and past their day at its end?
-- grain:    one row per file, the latest first; a page of them
-- params:   $period_id varchar, $unit_ids varchar[] (empty means every unit), $field_ids varchar[] (empty means every field), $levels varchar[] (empty means every level), $first_row bigint, $most_rows bigint
-- returns:  code, procedure_code, procedure_name, field_id, field_name, days_late, due_on, received_on, finished_on, unit_id, unit_name, receiving_name, standing, source_system, n_late, n_overdue
with overdue as (
    select case_row.*
    from case_row([$period_id]) as case_row
    inner join unit on case_row.unit_id = unit.unit_id
    where
        (case_row.is_late or case_row.is_overdue)
        and (
            len($unit_ids::varchar[]) = 0
            or case_row.unit_id in (select unnest($unit_ids::varchar[]))
        )
        and (
            len($field_ids::varchar[]) = 0
            or case_row.field_id in (select unnest($field_ids::varchar[]))
        )
        and (len($levels::varchar[]) = 0 or unit.level in (select unnest($levels::varchar[])))
),

paged as (
    select
        *,
        count(*) filter (where is_late) over () as n_late,
        count(*) filter (where is_overdue) over () as n_overdue,
        row_number() over (
            order by days_late desc, code asc, source_system asc, part_id asc
        ) as place,
    from overdue
)

select
    paged.code,
    paged.procedure_code,
    paged.procedure_name,
    paged.field_id,
    coalesce(field.name, paged.field_written) as field_name,
    paged.days_late,
    paged.due_on,
    paged.received_on,
    paged.finished_on,
    paged.unit_id,
    unit.name as unit_name,
    coalesce(
        receiving.name,
        case when getvariable('viewer_sees_all') then paged.receiving_written end
    ) as receiving_name,
    case when paged.is_overdue then 'open' else 'late' end as standing,
    paged.source_system,
    paged.n_late,
    paged.n_overdue,
from paged
inner join unit on paged.unit_id = unit.unit_id
left join unit as receiving on paged.receiving_unit_id = receiving.unit_id
left join field on paged.field_id = field.field_id
where
    paged.place > $first_row::bigint
    and paged.place <= $first_row::bigint + $most_rows::bigint
order by paged.place;
