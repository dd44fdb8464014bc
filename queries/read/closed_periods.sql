-- question: Which periods are closed, by which frozen set first?
-- grain:    one row per closed period, the months and quarters of a closed quarter or year among them
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  period_id, set_id, closed_at
select
    period_id,
    set_id,
    closed_at,
from closed_period
where len($period_ids::varchar[]) = 0 or period_id in (select unnest($period_ids::varchar[]))
order by period_id;
