-- question: Which version, status and rating of ISO 9001 does each unit hold, and is it past its own conversion date?
-- grain:    one row per period and unit whose report says how it stands with ISO
-- params:   $period_ids varchar[], $unit_ids varchar[] (empty means every unit)
-- returns:  period_id, label, start_date, end_date, unit_id, unit_name, short_name, unit_type, level, obligation, standard_version, iso_status, state, rating, announced_on, conversion_due_on, conversion, days_late
select
    iso_unit.period_id,
    period.label,
    period.start_date,
    period.end_date,
    iso_unit.unit_id,
    unit.name as unit_name,
    unit.short_name,
    unit.unit_type,
    unit.level,
    iso_unit.obligation,
    iso_unit.standard_version,
    iso_unit.iso_status,
    iso_unit.state,
    iso_unit.rating,
    iso_unit.announced_on,
    iso_unit.conversion_due_on,
    iso_unit.conversion,
    iso_unit.days_late,
from iso_unit($period_ids) as iso_unit
inner join period on iso_unit.period_id = period.period_id
inner join unit on iso_unit.unit_id = unit.unit_id
where
    len($unit_ids::varchar[]) = 0
    or iso_unit.unit_id in (select unnest($unit_ids::varchar[]))
order by
    period.start_date,
    period.period_id,
    list_position(['province', 'district', 'commune'], unit.level),
    unit.display_order,
    iso_unit.unit_id;
