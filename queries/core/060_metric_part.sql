-- By which parts each subject answers for a period: of the ways to make it up (the period's own or cumulative report, then
-- quarters, then months) the first in which no part is missing. A subject without any has no row: null, not a smaller sum.
-- With `unit_ids` only the reports of those units are looked at. Metrics of one family answer alike, stocks among
-- themselves, so the choice is made once for each of these kinds; where there is but one way of one part there is none.
create macro metric_part(metric_ids, period_ids, unit_ids := []) as table
with wanted as materialized (
    select
        metric_id,
        family,
        is_stock,
    from metric
    where metric_id in (select unnest(metric_ids::varchar[]))
),

kind as (
    select distinct
        family,
        is_stock,
    from wanted
),

asked as materialized (
    select
        kind.family,
        kind.is_stock,
        period_part.period_id,
        period_part.tiling,
        period_part.part_id,
        period_part.start_date,
        period_part.end_date,
        period_part.is_first,
        period_part.is_last,
        count(*)
            over (
                partition by
                    kind.family, kind.is_stock, period_part.period_id, period_part.tiling
            )
            as n_parts,
        count(*)
            over (partition by kind.family, kind.is_stock, period_part.period_id)
            as n_ways_and_parts,
    from kind
    cross join period_part
    where
        period_part.period_id in (select unnest(period_ids::varchar[]))
        and (period_part.is_last or not kind.is_stock)
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
    inner join answering_report as report on
        asked.family = report.family and asked.part_id = report.period_id
    where
        len(unit_ids::varchar[]) = 0
        or report.unit_id in (select unnest(unit_ids::varchar[]))
),

subject as (
    select distinct
        found.family,
        found.is_stock,
        found.period_id,
        found.tiling,
        found.subject_id,
        unit.valid_from,
        unit.valid_to,
    from found
    left join unit on found.unit_id = unit.unit_id
    where found.n_ways_and_parts > 1
),

complete as (
    select
        subject.family,
        subject.is_stock,
        subject.period_id,
        subject.tiling,
        subject.subject_id,
    from subject
    inner join asked on
        subject.family = asked.family
        and subject.is_stock = asked.is_stock
        and subject.period_id = asked.period_id
        and subject.tiling = asked.tiling
    left join found on
        subject.family = found.family
        and subject.is_stock = found.is_stock
        and subject.period_id = found.period_id
        and subject.tiling = found.tiling
        and subject.subject_id = found.subject_id
        and asked.part_id = found.part_id
    group by
        subject.family, subject.is_stock, subject.period_id, subject.tiling, subject.subject_id
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
    qualify tiling = min(tiling) over (partition by family, is_stock, period_id, subject_id)
),

answering as (
    select *
    from found
    where n_ways_and_parts = 1
    union all
    select found.*
    from found
    semi join chosen on
        found.family = chosen.family
        and found.is_stock = chosen.is_stock
        and found.period_id = chosen.period_id
        and found.tiling = chosen.tiling
        and found.subject_id = chosen.subject_id
)

select
    wanted.metric_id,
    answering.period_id,
    answering.tiling,
    answering.report_id,
    answering.scope,
    answering.unit_id,
    answering.level,
    answering.n_parts,
    answering.is_first,
    answering.is_last,
from answering
inner join wanted on
    answering.family = wanted.family and answering.is_stock = wanted.is_stock;
