-- By which parts each subject answers for a period: of the ways to make it up (the period's own or cumulative report, then
-- quarters, then months) the first in which no part is missing. A subject without any has no row: null, not a smaller sum.
create macro metric_part(metric_ids, period_ids) as table
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
)

select
    chosen.*,
    asked.part_id,
    asked.n_parts,
    asked.is_first,
    asked.is_last,
from chosen
inner join asked on
    chosen.metric_id = asked.metric_id
    and chosen.period_id = asked.period_id
    and chosen.tiling = asked.tiling;
