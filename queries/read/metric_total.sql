-- question: How does the whole province stand on each metric in each period?
-- grain:    one row per metric and period
-- params:   $metric_ids varchar[], $period_ids varchar[], $field_ids varchar[] (empty means every field)
-- returns:  metric_id, period_id, label, start_date, end_date, numerator, denominator, ratio, basis, parts, is_derived, reported, due, target_value, comparator, target_document
with coverage_count as (
    select
        period_id,
        count(*) filter (where has_reported) as reported,
        count(*) as due,
    from coverage($period_ids)
    group by period_id
),

-- A target is set for all fields together, never for some of them.
target as (
    select *
    from target_at($metric_ids, $period_ids)
    where unit_type is null and level is null and len($field_ids::varchar[]) = 0
    qualify row_number()
            over (partition by metric_id, period_id order by is_own desc, valid_from desc)
        = 1
)

select
    metric.metric_id,
    period.period_id,
    period.label,
    period.start_date,
    period.end_date,
    total.numerator,
    total.denominator,
    total.numerator / nullif(greatest(total.denominator, 0), 0) as ratio,
    case when total.tiling = 0 and period.is_cumulative then 'stated' else total.basis end as basis,
    total.parts,
    coalesce(total.is_derived, false) as is_derived,
    coverage_count.reported,
    coverage_count.due,
    target.target_value,
    target.comparator,
    target.document as target_document,
from metric
cross join period
left join metric_rollup($metric_ids, $period_ids, $field_ids) as total on
    metric.metric_id = total.metric_id
    and period.period_id = total.period_id
    and total.level = 'total'
left join coverage_count on period.period_id = coverage_count.period_id
left join target on metric.metric_id = target.metric_id and period.period_id = target.period_id
where
    metric.metric_id in (select unnest($metric_ids::varchar[]))
    and period.period_id in (select unnest($period_ids::varchar[]))
order by metric.position, period.start_date, period.end_date, period.period_id;
