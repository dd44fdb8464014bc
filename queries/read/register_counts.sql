-- question: How many reports of each period stand how in the register?
-- grain:    one row per period, level (and one of all levels, 'total') and status that occurs
-- params:   $period_ids varchar[], $on_day date
-- returns:  period_id, label, level, status, units, due, due_on
with line as (
    select * from register_line($period_ids, $on_day)
),

counted as (
    select
        period_id,
        label,
        coalesce(level, 'total') as level,
        status,
        count(*) as units,
    from line
    group by grouping sets ((period_id, label, level, status), (period_id, label, status))
),

whole as (
    select
        period_id,
        coalesce(level, 'total') as level,
        count(*) filter (where status <> 'exempt') as due,
        -- Of units with different days the one in the middle.
        quantile_disc(due_on, 0.5) filter (where status <> 'exempt') as due_on,
    from line
    group by grouping sets ((period_id, level), (period_id))
)

select
    counted.period_id,
    counted.label,
    counted.level,
    counted.status,
    counted.units,
    whole.due,
    whole.due_on,
from counted
inner join whole on counted.period_id = whole.period_id and counted.level = whole.level
order by
    counted.label,
    counted.period_id,
    list_position(['total', 'province', 'district', 'commune'], counted.level),
    counted.status;
