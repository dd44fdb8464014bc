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

doubtful_period as materialized (
    select distinct period_part.period_id
    from period_part
    semi join doubt on period_part.part_id = doubt.part_id
    where period_part.period_id in (select unnest(period_ids::varchar[]))
),

answering as materialized (
    select
        chosen.*,
        report.period_id as part_id,
    from metric_part(
            (select list(distinct doubt.metric_id) from doubt),
            (select list(doubtful_period.period_id) from doubtful_period)
        ) as chosen
    inner join report on chosen.report_id = report.report_id
),

of_subject as materialized (
    select distinct
        doubt.finding_id,
        doubt.rule,
        doubt.severity,
        doubt.metric_id,
        answering.period_id,
        doubt.scope,
        doubt.unit_id,
        doubt.level,
        doubt.field_id,
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
    semi join answering on
        of_subject.metric_id = answering.metric_id
        and of_subject.period_id = answering.period_id
        and answering.scope <> 'unit'
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
