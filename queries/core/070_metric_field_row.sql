-- Numerator and denominator of metrics by subject and field. Over a period made up of parts: flows are added, stocks taken
-- from the last part (`carried_over` from the first); of a subject's ways to make the period up, the first that is
-- complete counts (the cumulative report, then quarters, then months), and none is null, not a smaller sum.
create macro metric_field_row(metric_ids, period_ids) as table
with asked as (
    select
        metric.metric_id,
        metric.family,
        period_part.period_id,
        period_part.tiling,
        period_part.part_id,
        period_part.start_date,
        period_part.end_date,
        period_part.is_first,
        period_part.is_last,
        count(*) over (partition by metric.metric_id, period_part.period_id, period_part.tiling) as n_parts,
    from metric
    cross join period_part
    where
        metric.metric_id in (select unnest(metric_ids::varchar[]))
        and period_part.period_id in (select unnest(period_ids::varchar[]))
        and (period_part.is_last or not metric.is_stock)
),

reported as (
    select distinct
        asked.metric_id,
        asked.period_id,
        asked.tiling,
        report.scope,
        report.unit_id,
        report.level,
    from asked
    inner join report on asked.family = report.family and asked.part_id = report.period_id
),

complete as (
    select
        reported.metric_id,
        reported.period_id,
        reported.tiling,
        reported.scope,
        reported.unit_id,
        reported.level,
    from reported
    inner join asked using (metric_id, period_id, tiling)
    left join report on
        asked.family = report.family
        and asked.part_id = report.period_id
        and reported.scope = report.scope
        and reported.unit_id is not distinct from report.unit_id
        and reported.level is not distinct from report.level
    left join unit on reported.unit_id = unit.unit_id
    group by
        reported.metric_id, reported.period_id, reported.tiling,
        reported.scope, reported.unit_id, reported.level
    having
        bool_and(
            report.report_id is not null
            or coalesce(unit.valid_from > asked.end_date, false)
            or coalesce(unit.valid_to < asked.start_date, false)
        )
),

chosen as (
    select *
    from complete
    qualify
        complete.tiling = min(complete.tiling) over (
            partition by metric_id, period_id, scope, unit_id, level
        )
),

counted as (
    select
        metric_row.*,
        chosen.period_id as asked_period_id,
        chosen.tiling,
        asked.n_parts,
        asked.is_first,
        asked.is_last,
    from chosen
    inner join asked using (metric_id, period_id, tiling)
    inner join metric_row on
        chosen.metric_id = metric_row.metric_id
        and asked.part_id = metric_row.period_id
        and chosen.scope = metric_row.scope
        and chosen.unit_id is not distinct from metric_row.unit_id
        and chosen.level is not distinct from metric_row.level
    where
        metric_row.metric_id in (select unnest(metric_ids::varchar[]))
        and (not metric_row.is_vertical or getvariable('includes_vertical'))
)

select
    counted.metric_id,
    counted.asked_period_id as period_id,
    counted.scope,
    counted.unit_id,
    counted.level,
    counted.field_id,
    any_value(counted.has_denominator) as has_denominator,
    any_value(counted.tiling) as tiling,
    bool_or(counted.is_derived) as is_derived,
    case
        when any_value(counted.n_parts) = 1
            then strict_sum(count(*), count(counted.numerator), sum(counted.numerator))
        else
            strict_sum(count(*), count(counted.numerator_flow), sum(counted.numerator_flow))
            + strict_sum(
                count(*) filter (where counted.is_last),
                count(counted.numerator_last) filter (where counted.is_last),
                sum(counted.numerator_last) filter (where counted.is_last)
            )
            + strict_sum(
                count(*) filter (where counted.is_first),
                count(counted.numerator_first) filter (where counted.is_first),
                sum(counted.numerator_first) filter (where counted.is_first)
            )
    end::bigint as numerator,
    case
        when any_value(counted.n_parts) = 1
            then strict_sum(count(*), count(counted.denominator), sum(counted.denominator))
        else
            strict_sum(count(*), count(counted.denominator_flow), sum(counted.denominator_flow))
            + strict_sum(
                count(*) filter (where counted.is_last),
                count(counted.denominator_last) filter (where counted.is_last),
                sum(counted.denominator_last) filter (where counted.is_last)
            )
            + strict_sum(
                count(*) filter (where counted.is_first),
                count(counted.denominator_first) filter (where counted.is_first),
                sum(counted.denominator_first) filter (where counted.is_first)
            )
    end::bigint as denominator,
from counted
group by
    counted.metric_id, counted.asked_period_id, counted.scope,
    counted.unit_id, counted.level, counted.field_id;
