-- By which parts each subject answers for a period: of the ways to make it up (the period's own or cumulative report, then
-- quarters, then months) the first in which no part is missing. A subject without any has no row: null, not a smaller sum.
-- With `unit_ids` only the reports of those units are looked at.
create macro metric_part(metric_ids, period_ids, unit_ids := []) as table
with asked as materialized (
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
        count(*)
            over (partition by metric.metric_id, period_part.period_id, period_part.tiling)
            as n_parts,
    from metric
    cross join period_part
    where
        metric.metric_id in (select unnest(metric_ids::varchar[]))
        and period_part.period_id in (select unnest(period_ids::varchar[]))
        and (period_part.is_last or not metric.is_stock)
),

found as materialized (
    select
        asked.*,
        report.report_id,
        report.subject_id,
        report.scope,
        report.unit_id,
        report.level,
    from asked
    inner join report on asked.family = report.family and asked.part_id = report.period_id
    where
        len(unit_ids::varchar[]) = 0
        or report.unit_id in (select unnest(unit_ids::varchar[]))
),

subject as (
    select distinct
        found.metric_id,
        found.period_id,
        found.tiling,
        found.subject_id,
        unit.valid_from,
        unit.valid_to,
    from found
    left join unit on found.unit_id = unit.unit_id
),

complete as (
    select
        subject.metric_id,
        subject.period_id,
        subject.tiling,
        subject.subject_id,
    from subject
    inner join asked on
        subject.metric_id = asked.metric_id
        and subject.period_id = asked.period_id
        and subject.tiling = asked.tiling
    left join found on
        subject.metric_id = found.metric_id
        and subject.period_id = found.period_id
        and subject.tiling = found.tiling
        and subject.subject_id = found.subject_id
        and asked.part_id = found.part_id
    group by subject.metric_id, subject.period_id, subject.tiling, subject.subject_id
    having
        bool_and(
            found.report_id is not null
            or coalesce(subject.valid_from > asked.end_date, false)
            or coalesce(subject.valid_to < asked.start_date, false)
        )
),

chosen as (
    select *
    from complete
    qualify tiling = min(tiling) over (partition by metric_id, period_id, subject_id)
)

select
    found.metric_id,
    found.period_id,
    found.tiling,
    found.report_id,
    found.scope,
    found.unit_id,
    found.level,
    found.n_parts,
    found.is_first,
    found.is_last,
from found
semi join chosen on
    found.metric_id = chosen.metric_id
    and found.period_id = chosen.period_id
    and found.tiling = chosen.tiling
    and found.subject_id = chosen.subject_id;
