-- question: How many files came in that speak of some periods and units, and how many of them stand how?
-- grain:    one row per state that occurs, and one of all (state null)
-- params:   $period_ids varchar[], $unit_ids varchar[] (empty lists mean all)
-- returns:  state, revisions
select
    state,
    count(*) as revisions,
from listed_revision
where
    (
        len($period_ids::varchar[]) = 0
        or len(period_ids) = 0
        or list_has_any(period_ids, $period_ids::varchar[])
    )
    and (len($unit_ids::varchar[]) = 0 or list_has_any(unit_ids, $unit_ids::varchar[]))
group by grouping sets ((state), ())
order by state nulls last;
