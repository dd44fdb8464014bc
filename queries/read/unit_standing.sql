-- question: Where does a unit stand among the units of its kind: place, median and quartiles, and the kind as a whole?
-- grain:    one row per metric of which a unit of the kind has figures
-- params:   $unit_id varchar, $metric_ids varchar[], $period_ids varchar[] (of several the counts are added: flows only), $small_n integer (units of fewer cases have no rank)
-- returns:  metric_id, numerator, denominator, ratio, is_ranked, place, tied, ranked, peers, low_quarter, median, high_quarter, lowest, highest, kind_numerator, kind_denominator, kind_ratio
select
    metric_id,
    any_value(numerator) filter (where is_asked) as numerator,
    any_value(denominator) filter (where is_asked) as denominator,
    any_value(ratio) filter (where is_asked) as ratio,
    coalesce(bool_or(is_asked and is_ranked), false) as is_ranked,
    any_value(place) filter (where is_asked) as place,
    any_value(tied) filter (where is_asked) as tied,
    count(*) filter (where is_ranked) as ranked,
    count(*) as peers,
    quantile_cont(ratio, 0.25) filter (where is_ranked) as low_quarter,
    quantile_cont(ratio, 0.5) filter (where is_ranked) as median,
    quantile_cont(ratio, 0.75) filter (where is_ranked) as high_quarter,
    min(ratio) filter (where is_ranked) as lowest,
    max(ratio) filter (where is_ranked) as highest,
    sum(numerator)::bigint as kind_numerator,
    sum(denominator)::bigint as kind_denominator,
    sum(numerator) / nullif(sum(denominator), 0) as kind_ratio,
from peer_figure($unit_id, $metric_ids, $period_ids, $small_n)
group by metric_id, position
order by position;
