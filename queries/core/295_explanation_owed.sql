-- Units and fields (null: the unit as a whole, where its report has no fields) that owe an explanation of late files by a
-- rule: 'target' (the unit misses its target, and the field is above it), 'limits' (above the exact 99.8% limit about the
-- province's rate), 'either' or 'both'. Below `small_n` cases nothing is held against anything. A target is set for all
-- fields of a unit together: a unit that meets it owes nothing for a field that is above it.
create macro explanation_owed(asked_metric, asked_period, rule, least_files, small_n) as table
with by_field as (
    select
        unit_id,
        field_id,
        numerator,
        denominator,
    from metric_field_row([asked_metric], [asked_period])
    where scope = 'unit' and field_id is not null
),

whole as (
    select
        unit_id,
        numerator,
        denominator,
        numerator / nullif(greatest(denominator, 0), 0) as ratio,
    from metric_subject([asked_metric], [asked_period], [])
    where scope = 'unit'
),

cell as (
    select * from by_field
    union all by name
    select
        whole.unit_id,
        whole.numerator,
        whole.denominator,
    from whole
    anti join by_field on whole.unit_id = by_field.unit_id
),

province as (
    select numerator / nullif(greatest(denominator, 0), 0) as ratio
    from metric_rollup([asked_metric], [asked_period], [])
    where level = 'total'
),

late as (
    select
        cell.unit_id,
        cell.field_id,
        cell.numerator,
        cell.denominator,
        unit.name as unit_name,
        unit.short_name,
        unit.unit_type,
        unit.level,
        unit.display_order,
        province.ratio as province_ratio,
    from cell
    inner join unit on cell.unit_id = unit.unit_id
    left join province on true
    where
        cell.numerator > 0
        and cell.denominator > 0
        and cell.numerator <= cell.denominator
        and cell.numerator >= least_files::integer
        and cell.denominator >= small_n::integer
),

step as (
    select
        unit_id,
        field_id,
        denominator,
        province_ratio,
        unnest(range(numerator)) as files,
    from late
    where province_ratio > 0 and province_ratio < 1
),

-- P(X < k) of a binomial with the province's rate, term by term: the chance of fewer late files than there are.
fewer as (
    select
        unit_id,
        field_id,
        sum(
            exp(
                lgamma(denominator + 1)
                - lgamma(files + 1)
                - lgamma(denominator - files + 1)
                + files * ln(province_ratio)
                + (denominator - files) * ln(1 - province_ratio)
            )
        ) as chance,
    from step
    group by unit_id, field_id
),

late_unit as (
    select distinct
        unit_id,
        unit_type,
        level,
    from late
),

target as (
    select
        late.unit_id,
        target.target_value,
    from late_unit as late
    inner join target_at([asked_metric], [asked_period]) as target on
        coalesce(target.level, late.level) = late.level
        and coalesce(target.unit_type, late.unit_type) = late.unit_type
    where target.comparator = '<='
    qualify
        row_number() over (
            partition by late.unit_id
            order by target.narrowness desc, target.is_own desc, target.valid_from desc
        ) = 1
),

judged as (
    select
        late.*,
        late.numerator / late.denominator as ratio,
        whole.ratio as unit_ratio,
        target.target_value,
        greatest(1 - fewer.chance, 0) as chance,
        coalesce(
            late.numerator / late.denominator > target.target_value
            and whole.ratio > target.target_value,
            false
        ) as is_above_target,
        coalesce(1 - fewer.chance < 0.001, false) as is_outside_limits,
    from late
    left join whole on late.unit_id = whole.unit_id
    left join target on late.unit_id = target.unit_id
    left join fewer on
        late.unit_id = fewer.unit_id and late.field_id is not distinct from fewer.field_id
),

-- An explanation of a whole unit speaks of each of its fields; another definition of lateness needs no second one.
given as (
    select
        judged.unit_id,
        judged.field_id,
        explanation.explanation_id,
        explanation.cause_id,
        explanation.cause,
        explanation.person,
        explanation.person_position,
        explanation.promised_on,
    from judged
    inner join metric on metric.metric_id = asked_metric
    inner join explanation_on('2000-01-01') as explanation on
        judged.unit_id = explanation.unit_id
        and coalesce(explanation.field_id, judged.field_id) is not distinct from judged.field_id
        and metric.topic = explanation.topic
        and explanation.period_id = asked_period
    qualify
        row_number() over (
            partition by judged.unit_id, judged.field_id
            order by
                explanation.field_id is null,
                explanation.metric_id <> asked_metric,
                explanation.explanation_id desc
        ) = 1
)

select
    judged.unit_id,
    judged.unit_name,
    judged.short_name,
    judged.unit_type,
    judged.level,
    judged.display_order,
    judged.field_id,
    coalesce(field.name, substr(judged.field_id, 2)) as field_name,
    judged.numerator,
    judged.denominator,
    judged.ratio,
    judged.unit_ratio,
    judged.target_value,
    judged.province_ratio,
    judged.chance,
    judged.is_above_target,
    judged.is_outside_limits,
    given.explanation_id,
    given.cause_id,
    given.cause,
    given.person,
    given.person_position,
    given.promised_on,
from judged
left join field on judged.field_id = field.field_id
left join given on
    judged.unit_id = given.unit_id and judged.field_id is not distinct from given.field_id
where
    case rule
        when 'target' then judged.is_above_target
        when 'limits' then judged.is_outside_limits
        when 'both' then judged.is_above_target and judged.is_outside_limits
        when 'either' then judged.is_above_target or judged.is_outside_limits
    end;
