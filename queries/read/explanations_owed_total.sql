-- question: How many units and fields owe an explanation of late files, how many have given one, and of how many files?
-- grain:    one row per question: always one
-- params:   $metric_id varchar, $period_id varchar, $levels varchar[] (empty means every level), $unit_ids varchar[] (empty means every unit), $rule varchar ('target': the unit misses its target and the field is above it, 'limits': above the exact 99.8% limit about the province's rate, 'either', 'both'), $least_files integer, $small_n integer (below so many cases no rate is held against anything)
-- returns:  owed, given, late_files, explained_files
select
    count(*) as owed,
    count(explanation_id) as given,
    coalesce(sum(numerator), 0)::bigint as late_files,
    coalesce(sum(numerator) filter (where explanation_id is not null), 0)::bigint
        as explained_files,
from explanation_owed($metric_id, $period_id, $rule, $least_files, $small_n)
where
    (len($levels::varchar[]) = 0 or level in (select unnest($levels::varchar[])))
    and (len($unit_ids::varchar[]) = 0 or unit_id in (select unnest($unit_ids::varchar[])));
