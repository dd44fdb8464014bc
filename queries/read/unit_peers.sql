-- question: Which figures have the units of one unit's kind, best first?
-- grain:    one row per metric and unit of the kind that has figures
-- params:   $unit_id varchar, $metric_ids varchar[], $period_ids varchar[] (of several the counts are added: flows only), $small_n integer (units of fewer cases have no rank)
-- returns:  metric_id, unit_id, unit_name, short_name, is_asked, numerator, denominator, ratio, is_ranked, place
select
    metric_id,
    unit_id,
    unit_name,
    short_name,
    is_asked,
    numerator,
    denominator,
    ratio,
    is_ranked,
    place,
from peer_figure($unit_id, $metric_ids, $period_ids, $small_n)
order by
    position asc,
    is_ranked desc,
    place asc,
    ratio desc nulls last,
    display_order asc,
    unit_id asc;
