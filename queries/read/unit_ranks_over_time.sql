-- question: How did the rank of some units among their like move over several periods?
-- grain:    one row per period and unit asked for
-- params:   $metric_id varchar, $period_ids varchar[], $unit_ids varchar[], $splits_communes boolean, $small_n integer, $base_period_id varchar (its units on their own territory; empty means the units of each period)
-- returns:  unit_id, unit_name, short_name, unit_type, period_id, label, start_date, end_date, band, place, ranked, numerator, denominator, ratio, value, is_converted, reason, reason_units
with base as (
    select max(end_date) as base_day
    from period
    where period_id = $base_period_id
)

select
    unit.unit_id,
    unit.name as unit_name,
    unit.short_name,
    unit.unit_type,
    period.period_id,
    period.label,
    period.start_date,
    period.end_date,
    standing.band,
    standing.place,
    standing.ranked,
    standing.numerator,
    standing.denominator,
    standing.numerator / nullif(greatest(standing.denominator, 0), 0) as ratio,
    standing.figure_value as value,
    standing.is_converted,
    standing.reason,
    standing.reason_units,
from
    unit_rank(
        $metric_id,
        $period_ids,
        (select base.base_day from base),
        $splits_communes,
        $small_n::integer
    ) as standing
inner join unit on standing.unit_id = unit.unit_id
inner join period on standing.period_id = period.period_id
where unit.unit_id in (select unnest($unit_ids::varchar[]))
order by period.start_date, period.end_date, period.period_id, unit.display_order, unit.unit_id;
