-- question: How does each unit stand on each metric in each of its fields?
-- grain:    one row per metric, period, unit and field of which the unit's report gives the counts
-- params:   $metric_ids varchar[], $period_ids varchar[], $levels varchar[] (empty means every level), $field_ids varchar[], $unit_ids varchar[] (empty lists mean all)
-- returns:  metric_id, period_id, unit_id, unit_name, short_name, unit_type, level, field_id, field_name, numerator, denominator, ratio, is_derived
select
    row.metric_id,
    row.period_id,
    row.unit_id,
    unit.name as unit_name,
    unit.short_name,
    unit.unit_type,
    unit.level,
    row.field_id,
    coalesce(field.name, substr(row.field_id, 2)) as field_name,
    row.numerator,
    row.denominator,
    row.numerator / nullif(greatest(row.denominator, 0), 0) as ratio,
    row.is_derived,
from metric_field_row($metric_ids, $period_ids) as row
inner join metric on row.metric_id = metric.metric_id
inner join period on row.period_id = period.period_id
inner join unit on row.unit_id = unit.unit_id
left join field on row.field_id = field.field_id
where
    row.scope = 'unit'
    and row.field_id is not null
    and row.numerator is not null
    and (not row.has_denominator or row.denominator is not null)
    and (len($levels::varchar[]) = 0 or unit.level in (select unnest($levels::varchar[])))
    and (len($field_ids::varchar[]) = 0 or row.field_id in (select unnest($field_ids::varchar[])))
    and (len($unit_ids::varchar[]) = 0 or row.unit_id in (select unnest($unit_ids::varchar[])))
order by
    metric.position,
    period.start_date,
    row.period_id,
    list_position(['province', 'district', 'commune'], unit.level),
    unit.display_order,
    row.unit_id,
    field.display_order,
    row.field_id;
