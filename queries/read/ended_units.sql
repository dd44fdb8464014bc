-- question: Which units ended without a successor after one day and up to another, and what was their figure in an earlier period?
-- grain:    one row per unit that ended so; without counts in that period their figures are null
-- params:   $metric_id varchar, $period_id varchar, $first_day date, $last_day date, $levels varchar[] (empty means every level)
-- returns:  unit_id, unit_name, unit_type, level, ended_on, numerator, denominator, ratio
select
    unit.unit_id,
    unit.name as unit_name,
    unit.unit_type,
    unit.level,
    abolished_unit.effective_on as ended_on,
    subject.numerator,
    subject.denominator,
    subject.numerator / nullif(greatest(subject.denominator, 0), 0) as ratio,
from abolished_unit
inner join unit on abolished_unit.unit_id = unit.unit_id
left join metric_subject([$metric_id], [$period_id], []) as subject on
    unit.unit_id = subject.unit_id and subject.scope = 'unit'
where
    abolished_unit.effective_on > $first_day::date
    and abolished_unit.effective_on <= $last_day::date
    and (len($levels::varchar[]) = 0 or unit.level in (select unnest($levels::varchar[])))
order by
    list_position(['province', 'district', 'commune'], unit.level),
    unit.display_order,
    unit.unit_id;
