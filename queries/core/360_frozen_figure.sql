-- What was frozen, of the units that the viewer may see; levels and the province tell of every unit.
create view frozen_figure as
select frozen.*
from ws.frozen_figure as frozen
left join unit on frozen.unit_id = unit.unit_id
where
    unit.unit_id is not null
    or (frozen.scope <> 'unit' and getvariable('viewer_sees_all'));

-- Every figure of some metrics in a period as a frozen set keeps them: each unit, each level, the whole province.
create macro figure_to_freeze(metric_ids, period_ids) as table
with figure as (
    select
        metric_id,
        'unit' as scope,
        unit_id,
        null::varchar as level,
        numerator,
        denominator,
    from metric_subject(metric_ids, period_ids, [])
    where scope = 'unit'
),

whole as (
    select
        metric_id,
        case when level = 'total' then 'total' else 'level' end as scope,
        null::varchar as unit_id,
        nullif(level, 'total') as level,
        numerator,
        denominator,
    from metric_rollup(metric_ids, period_ids, [])
    where getvariable('viewer_sees_all')
)

select * from figure
union all
select * from whole;
