-- question: Which units owe an explanation of late files in which field, and which have given one?
-- grain:    one row per unit and field (null: the unit as a whole, where its report has no fields) that the rule names
-- params:   $metric_id varchar, $period_id varchar, $levels varchar[] (empty means every level), $unit_ids varchar[] (empty means every unit), $rule varchar ('target': the unit misses its target and the field is above it, 'limits': above the exact 99.8% limit about the province's rate, 'either', 'both'), $least_files integer, $small_n integer (below so many cases no rate is held against anything)
-- returns:  unit_id, unit_name, short_name, unit_type, level, field_id, field_name, numerator, denominator, ratio, unit_ratio, target_value, province_ratio, chance, is_above_target, is_outside_limits, explanation_id, cause_id, cause, person, person_position, promised_on
select * exclude (display_order)
from explanation_owed($metric_id, $period_id, $rule, $least_files, $small_n)
where
    (len($levels::varchar[]) = 0 or level in (select unnest($levels::varchar[])))
    and (len($unit_ids::varchar[]) = 0 or unit_id in (select unnest($unit_ids::varchar[])))
order by
    explanation_id is not null asc,
    numerator desc,
    ratio desc,
    display_order asc,
    unit_id asc,
    field_id asc;
