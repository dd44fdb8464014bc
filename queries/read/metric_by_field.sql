-- question: How does each field stand on each metric in each period, in the province or in some units?
-- grain:    one row per metric, period and field that has figures
-- params:   $metric_ids varchar[], $period_ids varchar[], $field_ids varchar[], $unit_ids varchar[] (empty lists mean all)
-- returns:  metric_id, period_id, label, start_date, end_date, field_id, field_name, sector_id, is_sector, numerator, denominator, ratio, basis, parts, is_derived, reported, due
with coverage_count as (
    select
        coverage.period_id,
        count(*) filter (where coverage.has_reported) as reported,
        count(*) as due,
    from coverage($period_ids) as coverage
    where
        len($unit_ids::varchar[]) = 0
        or coverage.unit_id in (select unnest($unit_ids::varchar[]))
    group by coverage.period_id
),

chosen as (
    select *
    from metric_field_scope($metric_ids, $period_ids, '', $unit_ids)
    where len($field_ids::varchar[]) = 0 or field_id in (select unnest($field_ids::varchar[]))
)

select
    chosen.metric_id,
    chosen.period_id,
    any_value(period.label) as label,
    any_value(period.start_date) as start_date,
    any_value(period.end_date) as end_date,
    chosen.field_id,
    coalesce(any_value(field.name), substr(chosen.field_id, 2)) as field_name,
    any_value(field.sector_id) as sector_id,
    any_value(field.is_sector) as is_sector,
    case
        when bool_or(chosen.is_known) then sum(chosen.numerator) filter (where chosen.is_known)
        else sum(chosen.numerator)
    end::bigint as numerator,
    sum(chosen.denominator) filter (where chosen.is_known)::bigint as denominator,
    sum(chosen.numerator) filter (where chosen.is_known)
    / nullif(greatest(sum(chosen.denominator) filter (where chosen.is_known), 0), 0) as ratio,
    case
        when
            bool_or(chosen.scope <> 'unit')
            or (max(chosen.tiling) = 0 and any_value(period.is_cumulative)) then 'stated'
        else 'parts'
    end as basis,
    count(*) filter (where chosen.is_known and chosen.scope = 'unit') as parts,
    bool_or(chosen.is_derived) as is_derived,
    any_value(coverage_count.reported) as reported,
    any_value(coverage_count.due) as due,
from chosen
inner join metric on chosen.metric_id = metric.metric_id
inner join period on chosen.period_id = period.period_id
left join field on chosen.field_id = field.field_id
left join coverage_count on chosen.period_id = coverage_count.period_id
group by chosen.metric_id, metric.position, chosen.period_id, chosen.field_id
order by
    metric.position,
    any_value(period.start_date),
    chosen.period_id,
    any_value(field.display_order),
    chosen.field_id;
