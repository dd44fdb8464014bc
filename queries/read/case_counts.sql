-- question: What do the files of the one-stop software give for the columns of form 06?
-- grain:    one row per unit, field and system whose files an export gives for the whole period
-- params:   $period_id varchar, $unit_ids varchar[] (empty means every unit)
-- returns:  unit_id, unit_name, level, field_id, field_name, source_system, received_total, received_online, received_offline, carried_over, resolved_total, resolved_early, resolved_on_time, resolved_late, pending_total, pending_in_time, pending_overdue, returned_withdrawn, awaiting_supplement
select
    unit.unit_id,
    unit.name as unit_name,
    unit.level,
    counted.field_id,
    coalesce(field.name, substr(counted.field_id, 2)) as field_name,
    counted.source_system,
    counted.received_total,
    counted.received_online,
    counted.received_offline,
    counted.carried_over,
    counted.resolved_total,
    counted.resolved_early,
    counted.resolved_on_time,
    counted.resolved_late,
    counted.pending_total,
    counted.pending_in_time,
    counted.pending_overdue,
    counted.returned_withdrawn,
    counted.awaiting_supplement,
from case_count([$period_id]) as counted
inner join unit on counted.unit_id = unit.unit_id
left join field on counted.field_id = field.field_id
where
    len($unit_ids::varchar[]) = 0
    or counted.unit_id in (select unnest($unit_ids::varchar[]))
order by
    unit.display_order,
    unit.unit_id,
    field.display_order,
    counted.field_id,
    counted.source_system;
