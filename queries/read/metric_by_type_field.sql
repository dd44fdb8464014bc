-- question: How does each kind of unit stand on each metric in each field?
-- grain:    one row per metric, period, kind of unit at a level, and field of which reports of its units give the counts
-- params:   $metric_ids varchar[], $period_ids varchar[], $levels varchar[] (empty means every level), $field_ids varchar[] (empty means every field)
-- returns:  metric_id, period_id, unit_type, level, field_id, field_name, numerator, denominator, ratio, parts
select
    row.metric_id,
    row.period_id,
    unit.unit_type,
    unit.level,
    row.field_id,
    coalesce(any_value(field.name), substr(row.field_id, 2)) as field_name,
    sum(row.numerator)::bigint as numerator,
    sum(row.denominator)::bigint as denominator,
    sum(row.numerator) / nullif(greatest(sum(row.denominator), 0), 0) as ratio,
    count(*) as parts,
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
group by row.metric_id, metric.position, row.period_id, unit.unit_type, unit.level, row.field_id
order by
    metric.position,
    any_value(period.start_date),
    row.period_id,
    list_position(['province', 'district', 'commune'], unit.level),
    min(unit.display_order),
    unit.unit_type,
    any_value(field.display_order),
    row.field_id;
