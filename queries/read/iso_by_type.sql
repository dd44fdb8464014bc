-- question: How many units of each kind have announced ISO 9001:2015, of those that must and of those encouraged?
-- grain:    one row per metric (mandatory or encouraged), level and kind of unit with units that are known
-- params:   $period_id varchar
-- returns:  metric_id, level, unit_type, units, numerator, denominator, ratio, target_value, comparator, target_document
with counted as (
    select
        subject.metric_id,
        unit.level,
        unit.unit_type,
        count(*) as units,
        sum(subject.numerator)::bigint as numerator,
        sum(subject.denominator)::bigint as denominator,
    from
        metric_subject(
            ['iso_adoption_mandatory', 'iso_adoption_encouraged'], [$period_id], []
        ) as subject
    inner join unit on subject.unit_id = unit.unit_id
    where subject.scope = 'unit' and subject.is_known
    group by subject.metric_id, unit.level, unit.unit_type
),

goal as (
    select *
    from
        target_at(
            ['iso_adoption_mandatory', 'iso_adoption_encouraged'], [$period_id]
        )
),

target as (
    select
        counted.metric_id,
        counted.level,
        counted.unit_type,
        goal.target_value,
        goal.comparator,
        goal.document,
    from counted
    inner join goal on
        counted.metric_id = goal.metric_id
        and coalesce(goal.level, counted.level) = counted.level
        and coalesce(goal.unit_type, counted.unit_type) = counted.unit_type
    qualify
        row_number() over (
            partition by counted.metric_id, counted.level, counted.unit_type
            order by goal.narrowness desc, goal.is_own desc, goal.valid_from desc
        ) = 1
)

select
    counted.metric_id,
    counted.level,
    counted.unit_type,
    counted.units,
    counted.numerator,
    counted.denominator,
    counted.numerator / nullif(greatest(counted.denominator, 0), 0) as ratio,
    target.target_value,
    target.comparator,
    target.document as target_document,
from counted
left join target on
    counted.metric_id = target.metric_id
    and counted.level = target.level
    and counted.unit_type = target.unit_type
order by
    list_position(
        ['iso_adoption_mandatory', 'iso_adoption_encouraged'], counted.metric_id
    ),
    ratio nulls last,
    list_position(['province', 'district', 'commune'], counted.level),
    counted.unit_type;
