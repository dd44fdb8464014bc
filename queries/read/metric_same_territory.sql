-- question: What do the units of one period count on their own territory in each period, also before they began?
-- grain:    one row per metric, period and unit of the base period
-- params:   $metric_ids varchar[], $period_ids varchar[], $base_period_id varchar, $field_ids varchar[], $unit_ids varchar[] (empty lists mean all)
-- returns:  metric_id, period_id, label, start_date, end_date, unit_id, unit_name, short_name, unit_type, level, numerator, denominator, ratio, basis, is_derived, reported, due, target_value, comparator, target_document, is_converted, members, reason, reason_units
with base as (
    select end_date as base_day
    from period
    where period_id = $base_period_id
),

figure as (
    select *
    from
        territory_subject($metric_ids, $period_ids, $field_ids, (select base.base_day from base))
),

-- A target is set for all fields together, never for some of them.
target as (
    select *
    from unit_target($metric_ids, $period_ids)
    where len($field_ids::varchar[]) = 0
)

select
    figure.metric_id,
    figure.period_id,
    period.label,
    period.start_date,
    period.end_date,
    unit.unit_id,
    unit.name as unit_name,
    unit.short_name,
    unit.unit_type,
    unit.level,
    figure.numerator,
    figure.denominator,
    figure.numerator / nullif(greatest(figure.denominator, 0), 0) as ratio,
    case when figure.tiling = 0 and period.is_cumulative then 'stated' else figure.basis end
        as basis,
    figure.is_derived,
    coverage.has_reported::integer as reported,
    case when coverage.unit_id is not null then 1 end as due,
    target.target_value,
    target.comparator,
    target.document as target_document,
    figure.is_converted,
    figure.members,
    figure.reason,
    figure.reason_units,
from figure
inner join metric on figure.metric_id = metric.metric_id
inner join period on figure.period_id = period.period_id
inner join unit on figure.unit_id = unit.unit_id
inner join base on true
left join coverage($period_ids) as coverage on
    figure.period_id = coverage.period_id and figure.unit_id = coverage.unit_id
left join target on
    figure.metric_id = target.metric_id
    and figure.period_id = target.period_id
    and figure.unit_id = target.unit_id
where
    len($unit_ids::varchar[]) = 0
    or unit.unit_id in (select unnest($unit_ids::varchar[]))
order by
    metric.position,
    period.start_date,
    period.period_id,
    list_position(['province', 'district', 'commune'], unit.level),
    unit.display_order,
    unit.unit_id;
