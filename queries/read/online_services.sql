-- question: How many online services at levels 3 and 4 do reports state, for each level and in all?
-- grain:    one row per period and level, and one ('total') per period, where a report states the count
-- params:   $period_ids varchar[]
-- returns:  period_id, level, services, basis
with counted as (
    select
        fact.period_id,
        fact.scope,
        fact.unit_id,
        coalesce(unit.level, fact.level) as level,
        coalesce(
            max(fact.online_services_3_4) filter (where fact.field_id is null),
            sum(fact.online_services_3_4)
        )::bigint as services,
    from fact_procedure as fact
    left join unit on fact.unit_id = unit.unit_id
    where
        fact.period_id in (select unnest($period_ids::varchar[]))
        and fact.online_services_3_4 is not null
        and (getvariable('includes_vertical') or not fact.is_vertical)
    group by fact.period_id, fact.scope, fact.unit_id, unit.level, fact.level
),

incomplete as (
    select distinct
        expected_unit.period_id,
        expected_unit.level,
    from expected_unit
    anti join counted on
        expected_unit.period_id = counted.period_id
        and expected_unit.unit_id = counted.unit_id
        and counted.scope = 'unit'
),

level_count as (
    select
        counted.period_id,
        counted.level,
        sum(counted.services) filter (where counted.scope = 'unit') as of_units,
        max(counted.services) filter (where counted.scope = 'level') as stated,
        bool_and(incomplete.level is null) as is_whole,
    from counted
    left join incomplete on
        counted.period_id = incomplete.period_id and counted.level = incomplete.level
    where counted.scope <> 'province'
    group by counted.period_id, counted.level
),

level_row as (
    select
        period_id,
        level,
        case
            when is_whole and of_units is not null then of_units
            else coalesce(stated, of_units)
        end as services,
        case
            when (is_whole and of_units is not null) or stated is null then 'parts'
            else 'stated'
        end as basis,
    from level_count
),

-- A level of which nothing is known keeps the sum of the others from being the province's total.
absent as (
    select distinct incomplete.period_id
    from incomplete
    anti join level_row on
        incomplete.period_id = level_row.period_id and incomplete.level = level_row.level
),

summed as (
    select
        period_id,
        sum(services) as services,
        max(basis) as basis,
    from level_row
    group by period_id
),

province as (
    select
        period_id,
        services,
    from counted
    where scope = 'province'
),

all_rows as (
    select
        period_id,
        level,
        services::bigint as services,
        basis,
    from level_row
    union all
    select
        coalesce(summed.period_id, province.period_id) as period_id,
        'total' as level,
        case
            when province.services is not null
                and (summed.services is null or absent.period_id is not null)
                then province.services
            else summed.services
        end::bigint as services,
        case
            when province.services is not null
                and (summed.services is null or absent.period_id is not null)
                then 'stated'
            else summed.basis
        end as basis,
    from summed
    full join province on summed.period_id = province.period_id
    left join absent on coalesce(summed.period_id, province.period_id) = absent.period_id
)

select
    period_id,
    level,
    services,
    basis,
from all_rows
order by period_id, list_position(['total', 'province', 'district', 'commune'], level);
