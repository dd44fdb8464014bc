-- question: Which figures of a period are others now than when they were frozen?
-- grain:    one row per metric and unit, level or total that differs
-- params:   $set_id bigint
-- returns:  metric_id, scope, unit_id, unit_name, level, old_numerator, old_denominator, old_ratio, new_numerator, new_denominator, new_ratio, difference
with asked as (
    select
        set_id,
        period_id,
    from frozen_set
    where set_id = $set_id::bigint
),

old as (
    select frozen_figure.*
    from frozen_figure
    inner join asked on frozen_figure.set_id = asked.set_id
),

new as (
    select *
    from figure_to_freeze(
            (select coalesce(list(metric.metric_id), []) from metric),
            (select list(asked.period_id) from asked)
        )
),

paired as (
    select
        coalesce(old.metric_id, new.metric_id) as metric_id,
        coalesce(old.scope, new.scope) as scope,
        coalesce(old.unit_id, new.unit_id) as unit_id,
        coalesce(old.level, new.level) as level,
        old.numerator as old_numerator,
        old.denominator as old_denominator,
        new.numerator as new_numerator,
        new.denominator as new_denominator,
    from old
    full join new on
        old.metric_id = new.metric_id
        and old.scope = new.scope
        and old.unit_id is not distinct from new.unit_id
        and old.level is not distinct from new.level
)

select
    paired.metric_id,
    paired.scope,
    paired.unit_id,
    unit.name as unit_name,
    coalesce(paired.level, unit.level) as level,
    paired.old_numerator,
    paired.old_denominator,
    paired.old_numerator / nullif(greatest(paired.old_denominator, 0), 0) as old_ratio,
    paired.new_numerator,
    paired.new_denominator,
    paired.new_numerator / nullif(greatest(paired.new_denominator, 0), 0) as new_ratio,
    case
        when paired.old_denominator is null and paired.new_denominator is null
            then paired.new_numerator - paired.old_numerator
        else
            paired.new_numerator / nullif(greatest(paired.new_denominator, 0), 0)
            - paired.old_numerator / nullif(greatest(paired.old_denominator, 0), 0)
    end as difference,
from paired
left join unit on paired.unit_id = unit.unit_id
left join metric on paired.metric_id = metric.metric_id
where
    (paired.scope <> 'unit' or unit.unit_id is not null)
    and (
        paired.old_numerator is distinct from paired.new_numerator
        or paired.old_denominator is distinct from paired.new_denominator
    )
order by
    metric.position,
    paired.metric_id,
    list_position(['total', 'level', 'unit'], paired.scope),
    list_position(['province', 'district', 'commune'], coalesce(paired.level, unit.level)),
    unit.display_order,
    paired.unit_id;
