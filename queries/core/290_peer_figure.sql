-- The figures of every unit of one unit's kind, itself included. Counts of several periods are added, which only flows
-- allow. A unit of fewer than `small_n` cases, or with nothing to divide by, has no rank; ties share one; 1 is the best.
create macro peer_figure(asked_unit_id, metric_ids, period_ids, small_n) as table
with summed as (
    select
        metric_id,
        unit_id,
        sum(numerator)::bigint as numerator,
        sum(denominator)::bigint as denominator,
    from metric_subject(metric_ids, period_ids, [])
    where scope = 'unit' and is_known
    group by metric_id, unit_id
),

peer as (
    select
        summed.*,
        unit.name as unit_name,
        unit.short_name,
        unit.display_order,
        unit.unit_id = asked_unit_id as is_asked,
        summed.numerator / nullif(greatest(summed.denominator, 0), 0) as ratio,
        metric.position,
        metric.direction,
        coalesce(summed.denominator >= greatest(small_n::integer, 1), false) as is_ranked,
    from summed
    inner join unit on summed.unit_id = unit.unit_id
    inner join unit as asked on unit.unit_type = asked.unit_type
    inner join metric on summed.metric_id = metric.metric_id
    where asked.unit_id = asked_unit_id
)

select
    *,
    case
        when is_ranked and direction <> 'neutral'
            then rank() over (
                partition by metric_id, is_ranked
                order by case when direction = 'lower' then ratio else -ratio end
            )
    end as place,
    case when is_ranked then count(*) over (partition by metric_id, is_ranked, ratio) end as tied,
from peer;
