-- question: Which units counted other territory or tasks after one day than they do on another?
-- grain:    one row per unit that took in or gave away territory in between
-- params:   $first_day date, $last_day date
-- returns:  unit_id
select unit_id
from reorganised_unit($first_day::date, $last_day::date)
order by unit_id;
