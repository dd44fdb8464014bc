-- The figures that a finding is in: of the unit itself, of its level where the level is the sum of its units, and of the
-- province likewise; over all fields and in the one that the finding is about. A stated total in doubt puts its level in
-- doubt even where the sum of the units is shown: the two were said of the same thing. Over several periods a finding
-- counts where the part that it is about counts.
create macro marked_figure(metric_ids, period_ids, field_ids) as table
with doubt as materialized (
    select
        touched_count.finding_id,
        touched_count.rule,
        touched_count.severity,
        touched_count.scope,
        touched_count.unit_id,
        touched_count.level,
        touched_count.period_id as part_id,
        touched_count.field_id,
        metric_column.metric_id,
        metric_column.over_time,
        metric_column.is_of_sums_only,
    from touched_count
    inner join metric_column on touched_count.column_id = metric_column.column_id
    where
        metric_column.metric_id in (select unnest(metric_ids::varchar[]))
        and (
            len(coalesce(field_ids::varchar[], [])) = 0
            or touched_count.field_id in (select unnest(field_ids::varchar[]))
        )
),

-- The ways to make up each period that one of these parts is in.
doubtful_part as materialized (
    select
        period_part.*,
        count(*) over (partition by period_part.period_id) as n_ways_and_parts,
    from period_part
    where
        period_part.period_id in (select unnest(period_ids::varchar[]))
        and period_part.period_id in (
            select whole.period_id
            from period_part as whole
            semi join doubt on whole.part_id = doubt.part_id
        )
),

-- What a subject answers with is a question only where a period can be made up in several ways, or of several parts.
answering as materialized (
    select
        chosen.*,
        report.period_id as part_id,
    from metric_part(
            (select list(distinct doubt.metric_id) from doubt),
            (
                select list(distinct doubtful_part.period_id)
                from doubtful_part
                where doubtful_part.n_ways_and_parts > 1
            )
        ) as chosen
    inner join report on chosen.report_id = report.report_id
),

of_subject as materialized (
    select
        doubt.* exclude (part_id, over_time, is_of_sums_only),
        doubtful_part.period_id,
    from doubt
    inner join doubtful_part on doubt.part_id = doubtful_part.part_id
    where doubtful_part.n_ways_and_parts = 1 and not doubt.is_of_sums_only
    union
    select
        doubt.* exclude (part_id, over_time, is_of_sums_only),
        answering.period_id,
    from doubt
    inner join answering on
        doubt.metric_id = answering.metric_id
        and doubt.part_id = answering.part_id
        and doubt.scope = answering.scope
        and doubt.unit_id is not distinct from answering.unit_id
        and (doubt.scope = 'unit' or doubt.level is not distinct from answering.level)
    where
        case
            when answering.n_parts = 1 then not doubt.is_of_sums_only
            when doubt.over_time = 'last' then answering.is_last
            when doubt.over_time = 'first' then answering.is_first
            else true
        end
),

-- Only where a total is stated can it stand in the place of a sum.
with_stated as materialized (
    select distinct
        of_subject.metric_id,
        of_subject.period_id,
    from of_subject
    inner join metric on of_subject.metric_id = metric.metric_id
    inner join doubtful_part on of_subject.period_id = doubtful_part.period_id
    semi join report on
        metric.family = report.family
        and doubtful_part.part_id = report.period_id
        and report.scope <> 'unit'
),

rollup as (
    select
        metric_id,
        period_id,
        level,
        basis,
        source,
    from metric_rollup(
            (select list(distinct with_stated.metric_id) from with_stated),
            (select list(distinct with_stated.period_id) from with_stated),
            field_ids
        )
),

placed as (
    select
        of_subject.*,
        coalesce(of_level.basis, 'parts') = 'parts' as is_level_summed,
        coalesce(of_total.source, 'levels') = 'levels' as is_total_summed,
    from of_subject
    left join rollup as of_level on
        of_subject.metric_id = of_level.metric_id
        and of_subject.period_id = of_level.period_id
        and of_subject.level = of_level.level
    left join rollup as of_total on
        of_subject.metric_id = of_total.metric_id
        and of_subject.period_id = of_total.period_id
        and of_total.level = 'total'
)

select
    * exclude (scope, level, is_level_summed, is_total_summed),
    'unit' as figure_kind,
    unit_id as figure_id,
from placed
where scope = 'unit'
union all by name
select
    * exclude (scope, level, is_level_summed, is_total_summed),
    'level' as figure_kind,
    level as figure_id,
from placed
where scope = 'level' or (scope = 'unit' and is_level_summed)
union all by name
select
    * exclude (scope, level, is_level_summed, is_total_summed),
    'total' as figure_kind,
    'total' as figure_id,
from placed
where
    scope = 'province'
    or (is_total_summed and (scope = 'level' or is_level_summed));
