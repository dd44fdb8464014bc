-- question: How does each unit stand on each metric in each period?
-- grain:    one row per metric, period and unit that has figures or must report
-- params:   $metric_ids varchar[], $period_ids varchar[], $field_ids varchar[], $unit_ids varchar[] (empty lists mean all)
-- returns:  metric_id, period_id, label, start_date, end_date, unit_id, unit_name, short_name, unit_type, level, numerator, denominator, ratio, basis, is_derived, reported, due, target_value, comparator, target_document
with coverage_unit as (
    select * from coverage($period_ids)
),

figure as (
    select *
    from metric_subject($metric_ids, $period_ids, $field_ids, unit_ids := $unit_ids)
    where scope = 'unit'
),

subject as (
    select metric_id, period_id, unit_id from figure
    union
    select metric.metric_id, coverage_unit.period_id, coverage_unit.unit_id
    from coverage_unit
    cross join metric
    where metric.metric_id in (select unnest($metric_ids::varchar[]))
),

wanted as (
    select
        subject.metric_id,
        subject.period_id,
        unit.*,
    from subject
    inner join unit on subject.unit_id = unit.unit_id
    where
        len($unit_ids::varchar[]) = 0
        or unit.unit_id in (select unnest($unit_ids::varchar[]))
),

-- A target is set for all fields together, never for some of them.
best_target as (
    select
        wanted.metric_id,
        wanted.period_id,
        wanted.unit_id,
        target.target_value,
        target.comparator,
        target.document,
    from wanted
    inner join target_at($metric_ids, $period_ids) as target on
        wanted.metric_id = target.metric_id
        and wanted.period_id = target.period_id
        and coalesce(target.level, wanted.level) = wanted.level
        and coalesce(target.unit_type, wanted.unit_type) = wanted.unit_type
    where len($field_ids::varchar[]) = 0
    qualify
        row_number() over (
            partition by wanted.metric_id, wanted.period_id, wanted.unit_id
            order by target.narrowness desc, target.is_own desc, target.valid_from desc
        ) = 1
)

select
    wanted.metric_id,
    wanted.period_id,
    period.label,
    period.start_date,
    period.end_date,
    wanted.unit_id,
    wanted.name as unit_name,
    wanted.short_name,
    wanted.unit_type,
    wanted.level,
    figure.numerator,
    figure.denominator,
    figure.numerator / nullif(greatest(figure.denominator, 0), 0) as ratio,
    case when figure.tiling = 0 and period.is_cumulative then 'stated' else figure.basis end
        as basis,
    coalesce(figure.is_derived, false) as is_derived,
    coverage_unit.has_reported::integer as reported,
    case when coverage_unit.unit_id is not null then 1 end as due,
    best_target.target_value,
    best_target.comparator,
    best_target.document as target_document,
from wanted
inner join metric on wanted.metric_id = metric.metric_id
inner join period on wanted.period_id = period.period_id
left join figure on
    wanted.metric_id = figure.metric_id
    and wanted.period_id = figure.period_id
    and wanted.unit_id = figure.unit_id
left join coverage_unit on
    wanted.period_id = coverage_unit.period_id and wanted.unit_id = coverage_unit.unit_id
left join best_target on
    wanted.metric_id = best_target.metric_id
    and wanted.period_id = best_target.period_id
    and wanted.unit_id = best_target.unit_id
order by
    metric.position,
    period.start_date,
    period.period_id,
    list_position(['province', 'district', 'commune'], wanted.level),
    wanted.display_order,
    wanted.unit_id;
