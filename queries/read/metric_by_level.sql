-- question: How does each level stand on each metric in each period?
-- grain:    one row per metric, period and level that has figures or must report
-- params:   $metric_ids varchar[], $period_ids varchar[], $field_ids varchar[] (empty means every field)
-- returns:  metric_id, period_id, label, start_date, end_date, level, numerator, denominator, ratio, basis, parts, is_derived, reported, due, target_value, comparator, target_document
with coverage_count as (
    select
        period_id,
        level,
        count(*) filter (where has_reported) as reported,
        count(*) as due,
    from coverage($period_ids)
    group by period_id, level
),

figure as (
    select *
    from metric_rollup($metric_ids, $period_ids, $field_ids)
    where level <> 'total'
),

subject as (
    select metric_id, period_id, level from figure
    union
    select metric.metric_id, coverage_count.period_id, coverage_count.level
    from coverage_count
    cross join metric
    where metric.metric_id in (select unnest($metric_ids::varchar[]))
),

-- A target is set for all fields together, never for some of them.
target as (
    select target.*
    from target_at($metric_ids, $period_ids) as target
    where target.unit_type is null and len($field_ids::varchar[]) = 0
),

best_target as (
    select
        subject.metric_id,
        subject.period_id,
        subject.level,
        target.target_value,
        target.comparator,
        target.document,
    from subject
    inner join target on
        subject.metric_id = target.metric_id
        and subject.period_id = target.period_id
        and coalesce(target.level, subject.level) = subject.level
    qualify
        row_number() over (
            partition by subject.metric_id, subject.period_id, subject.level
            order by target.narrowness desc, target.is_own desc, target.valid_from desc
        ) = 1
)

select
    subject.metric_id,
    subject.period_id,
    period.label,
    period.start_date,
    period.end_date,
    subject.level,
    figure.numerator,
    figure.denominator,
    figure.numerator / nullif(greatest(figure.denominator, 0), 0) as ratio,
    case when figure.tiling = 0 and period.is_cumulative then 'stated' else figure.basis end
        as basis,
    figure.parts,
    coalesce(figure.is_derived, false) as is_derived,
    coverage_count.reported,
    coverage_count.due,
    best_target.target_value,
    best_target.comparator,
    best_target.document as target_document,
from subject
inner join metric on subject.metric_id = metric.metric_id
inner join period on subject.period_id = period.period_id
left join figure on
    subject.metric_id = figure.metric_id
    and subject.period_id = figure.period_id
    and subject.level = figure.level
left join coverage_count on
    subject.period_id = coverage_count.period_id and subject.level = coverage_count.level
left join best_target on
    subject.metric_id = best_target.metric_id
    and subject.period_id = best_target.period_id
    and subject.level = best_target.level
order by
    metric.position,
    period.start_date,
    period.period_id,
    list_position(['province', 'district', 'commune'], subject.level);
