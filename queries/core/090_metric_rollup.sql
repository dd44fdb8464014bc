-- Figures of the levels and of the whole province ('total'). A level is the sum of its units when every unit that is due
-- has the counts; else the total that a report states for it; else the sum of those units that are known, whose number
-- is `parts`. The province is likewise the sum of its levels when each is whole, else its stated total, else what is known.
create macro metric_rollup(metric_ids, period_ids, field_ids) as table
with subject as materialized (
    select
        subject.*,
        coalesce(unit.level, subject.level) as subject_level,
    from metric_subject(metric_ids, period_ids, field_ids) as subject
    left join unit on subject.unit_id = unit.unit_id
),

due as (
    select
        period_id,
        level,
        unit_id,
    from coverage(period_ids)
),

-- Without a list of who must report, every unit of the level counts as due.
expected as (
    select * from due
    union all
    select
        period.period_id,
        unit.level,
        unit.unit_id,
    from period
    inner join unit on
        coalesce(unit.valid_from, period.start_date) <= period.end_date
        and coalesce(unit.valid_to, period.end_date) >= period.start_date
        and unit.unit_type <> 'vertical_agency'
    anti join due on period.period_id = due.period_id and unit.level = due.level
    where period.period_id in (select unnest(period_ids::varchar[]))
),

incomplete as (
    select distinct
        metric.metric_id,
        expected.period_id,
        expected.level,
    from expected
    cross join metric
    anti join subject on
        metric.metric_id = subject.metric_id
        and expected.period_id = subject.period_id
        and expected.unit_id = subject.unit_id
        and subject.is_known
    where metric.metric_id in (select unnest(metric_ids::varchar[]))
),

-- Where a metric needs all, one unit that is not known takes the sum of the others away.
unknown as (
    select distinct
        subject.metric_id,
        subject.period_id,
        subject.subject_level as level,
    from subject
    inner join metric on subject.metric_id = metric.metric_id
    where subject.scope = 'unit' and metric.needs_all and not subject.is_known
),

units as (
    select
        metric_id,
        period_id,
        subject_level as level,
        any_value(has_denominator) as has_denominator,
        count(*) filter (where is_known) as parts,
        sum(numerator) filter (where is_known) as known_numerator,
        sum(denominator) filter (where is_known) as known_denominator,
        sum(numerator) as any_numerator,
        max(tiling) as tiling,
        bool_or(is_derived) filter (where is_known) as is_derived,
    from subject
    where
        scope = 'unit'
        and subject_level is not null
        and (metric_id, period_id, subject_level) not in (
            select (metric_id, period_id, level) from unknown
        )
    group by metric_id, period_id, subject_level
),

stated as (
    select *
    from subject
    where scope = 'level'
),

joined as (
    select
        coalesce(units.metric_id, stated.metric_id) as metric_id,
        coalesce(units.period_id, stated.period_id) as period_id,
        coalesce(units.level, stated.subject_level) as level,
        coalesce(units.has_denominator, stated.has_denominator) as has_denominator,
        coalesce(units.parts, 0) as parts,
        units.known_numerator,
        units.known_denominator,
        units.any_numerator,
        units.tiling as units_tiling,
        units.is_derived as units_derived,
        stated.numerator as stated_numerator,
        stated.denominator as stated_denominator,
        stated.tiling as stated_tiling,
        stated.is_derived as stated_derived,
        coalesce(stated.is_known, false) as is_stated,
        coalesce(units.parts, 0) > 0 and incomplete.level is null as is_whole,
    from units
    full join stated on
        units.metric_id = stated.metric_id
        and units.period_id = stated.period_id
        and units.level = stated.subject_level
    left join incomplete on
        coalesce(units.metric_id, stated.metric_id) = incomplete.metric_id
        and coalesce(units.period_id, stated.period_id) = incomplete.period_id
        and coalesce(units.level, stated.subject_level) = incomplete.level
),

decided as (
    select
        *,
        case
            when is_whole then 'parts'
            when is_stated then 'stated'
            when parts > 0 then 'parts'
            when stated_numerator is not null then 'stated'
            else 'parts'
        end as basis,
    from joined
),

levels as materialized (
    select
        metric_id,
        period_id,
        level,
        has_denominator,
        basis,
        is_whole or is_stated as is_whole,
        case when basis = 'parts' then parts end as parts,
        is_stated or parts > 0 as is_known,
        case
            when basis = 'stated' then stated_numerator
            when parts > 0 then known_numerator
            else any_numerator
        end::bigint as numerator,
        case
            when basis = 'stated' then stated_denominator
            when parts > 0 then known_denominator
        end::bigint as denominator,
        case when basis = 'stated' then stated_tiling else units_tiling end as tiling,
        coalesce(case when basis = 'stated' then stated_derived else units_derived end, false)
            as is_derived,
    from decided
),

-- A level that one unknown unit takes away, and that no stated total brings back, takes the province away too.
taken_away as (
    select distinct
        unknown.metric_id,
        unknown.period_id,
    from unknown
    anti join levels on
        unknown.metric_id = levels.metric_id
        and unknown.period_id = levels.period_id
        and unknown.level = levels.level
        and levels.is_known
),

summed as (
    select
        metric_id,
        period_id,
        count(*) filter (where is_known) as n_known,
        bool_and(is_whole) as is_whole,
        bool_or(basis = 'stated') filter (where is_known) as has_stated,
        sum(numerator) filter (where is_known) as known_numerator,
        sum(denominator) filter (where is_known) as known_denominator,
        sum(numerator) as any_numerator,
        sum(parts) filter (where is_known) as parts,
        max(tiling) as tiling,
        bool_or(is_derived) filter (where is_known) as is_derived,
    from levels
    anti join taken_away on
        levels.metric_id = taken_away.metric_id and levels.period_id = taken_away.period_id
    group by metric_id, period_id
),

province as (
    select * from subject
    where scope = 'province'
),

-- Levels whose units are due and of which nothing at all is known.
absent as (
    select distinct
        incomplete.metric_id,
        incomplete.period_id,
    from incomplete
    anti join levels on
        incomplete.metric_id = levels.metric_id
        and incomplete.period_id = levels.period_id
        and incomplete.level = levels.level
),

total as (
    select
        coalesce(summed.metric_id, province.metric_id) as metric_id,
        coalesce(summed.period_id, province.period_id) as period_id,
        summed.* exclude (metric_id, period_id, tiling, is_derived),
        summed.tiling as levels_tiling,
        summed.is_derived as levels_derived,
        province.numerator as stated_numerator,
        province.denominator as stated_denominator,
        province.tiling as stated_tiling,
        province.is_derived as stated_derived,
        case
            when summed.n_known > 0 and summed.is_whole and absent.metric_id is null then 'levels'
            when province.is_known then 'stated'
            when summed.n_known > 0 then 'levels'
            when province.numerator is not null then 'stated'
            else 'levels'
        end as source,
    from summed
    full join province on
        summed.metric_id = province.metric_id and summed.period_id = province.period_id
    left join absent on
        coalesce(summed.metric_id, province.metric_id) = absent.metric_id
        and coalesce(summed.period_id, province.period_id) = absent.period_id
)

select
    metric_id,
    period_id,
    level,
    basis,
    parts,
    numerator,
    denominator,
    tiling,
    is_derived,
    null::varchar as source,
from levels
union all by name
select
    metric_id,
    period_id,
    'total' as level,
    case when source = 'stated' or has_stated then 'stated' else 'parts' end as basis,
    case when source = 'levels' and not coalesce(has_stated, false) then parts end::bigint as parts,
    case
        when source = 'stated' then stated_numerator
        when n_known > 0 then known_numerator
        else any_numerator
    end::bigint as numerator,
    case
        when source = 'stated' then stated_denominator
        when n_known > 0 then known_denominator
    end::bigint as denominator,
    case when source = 'stated' then stated_tiling else levels_tiling end as tiling,
    coalesce(case when source = 'stated' then stated_derived else levels_derived end, false)
        as is_derived,
    source,
from total;
