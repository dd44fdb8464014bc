-- question: Which figures do findings put in doubt, and how gravely?
-- grain:    one row per metric, period and unit, level or total that a finding is in
-- params:   $metric_ids varchar[], $period_ids varchar[], $field_ids varchar[] (empty means every field)
-- returns:  metric_id, period_id, figure_kind, figure_id, severity, findings, units, rules
select
    metric_id,
    period_id,
    figure_kind,
    figure_id,
    case when bool_or(severity = 'error') then 'error' else 'warning' end as severity,
    count(distinct finding_id) as findings,
    count(distinct unit_id) as units,
    list(distinct rule order by rule) as rules,
from marked_figure($metric_ids, $period_ids, $field_ids)
group by metric_id, period_id, figure_kind, figure_id
order by metric_id, period_id, figure_kind, figure_id;
