-- question: How does each field stand on each metric in each period, level by level?
-- grain:    one row per metric, period, level and field that has figures
-- params:   $metric_ids varchar[], $period_ids varchar[], $levels varchar[] (empty means every level), $field_ids varchar[] (empty means every field)
-- returns:  metric_id, period_id, label, start_date, end_date, level, field_id, field_name, numerator, denominator, ratio, basis, parts, is_derived, reported, due
with coverage_count as (
    select
        coverage.period_id,
        coverage.level,
        count(*) filter (where coverage.has_reported) as reported,
        count(*) as due,
    from coverage($period_ids) as coverage
    group by coverage.period_id, coverage.level
),

field_row as (
    select
        row.*,
        coalesce(unit.level, row.level) as subject_level,
        row.numerator is not null
        and (not row.has_denominator or row.denominator is not null) as is_known,
    from metric_field_row($metric_ids, $period_ids) as row
    left join unit on row.unit_id = unit.unit_id
    where
        row.field_id is not null
        and (
            len($field_ids::varchar[]) = 0
            or row.field_id in (select unnest($field_ids::varchar[]))
        )
),

-- A level whose total is the stated one shows the fields that the same report states, not those of a few units.
level_basis as (
    select
        metric_id,
        period_id,
        level,
        basis,
    from metric_rollup($metric_ids, $period_ids, [])
    where level <> 'total'
),

chosen as (
    select field_row.*
    from field_row
    left join level_basis on
        field_row.metric_id = level_basis.metric_id
        and field_row.period_id = level_basis.period_id
        and field_row.subject_level = level_basis.level
    where
        field_row.subject_level is not null
        and (
            len($levels::varchar[]) = 0
            or field_row.subject_level in (select unnest($levels::varchar[]))
        )
        and case
            when field_row.scope = 'unit' then coalesce(level_basis.basis, 'parts') = 'parts'
            else level_basis.basis = 'stated'
        end
)

select
    chosen.metric_id,
    chosen.period_id,
    any_value(period.label) as label,
    any_value(period.start_date) as start_date,
    any_value(period.end_date) as end_date,
    chosen.subject_level as level,
    chosen.field_id,
    any_value(field.name) as field_name,
    case
        when bool_or(chosen.is_known) then sum(chosen.numerator) filter (where chosen.is_known)
        else sum(chosen.numerator)
    end::bigint as numerator,
    sum(chosen.denominator) filter (where chosen.is_known)::bigint as denominator,
    sum(chosen.numerator) filter (where chosen.is_known)
    / nullif(greatest(sum(chosen.denominator) filter (where chosen.is_known), 0), 0) as ratio,
    case
        when
            bool_or(chosen.scope <> 'unit')
            or (max(chosen.tiling) = 0 and any_value(period.is_cumulative)) then 'stated'
        else 'parts'
    end as basis,
    count(*) filter (where chosen.is_known and chosen.scope = 'unit') as parts,
    bool_or(chosen.is_derived) as is_derived,
    any_value(coverage_count.reported) as reported,
    any_value(coverage_count.due) as due,
from chosen
inner join metric on chosen.metric_id = metric.metric_id
inner join period on chosen.period_id = period.period_id
inner join field on chosen.field_id = field.field_id
left join coverage_count on
    chosen.period_id = coverage_count.period_id and chosen.subject_level = coverage_count.level
group by chosen.metric_id, metric.position, chosen.period_id, chosen.subject_level, chosen.field_id
order by
    metric.position,
    any_value(period.start_date),
    chosen.period_id,
    list_position(['province', 'district', 'commune'], chosen.subject_level),
    any_value(field.display_order),
    chosen.field_id;
