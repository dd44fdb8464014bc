-- question: How are the units that were assessed rated, and how many were not assessed?
-- grain:    one row per period and level (and 'total') where a report gives ratings
-- params:   $period_ids varchar[]
-- returns:  period_id, start_date, end_date, level, rated, very_good, good, fair, other, unrated, basis
with rating as (
    select
        period_id,
        level,
        max(basis) as basis,
        max(denominator) as rated,
        max(numerator) filter (where metric_id = 'iso_rating_very_good') as very_good,
        max(numerator) filter (where metric_id = 'iso_rating_good') as good,
        max(numerator) filter (where metric_id = 'iso_rating_fair') as fair,
    from
        metric_rollup(
            ['iso_rating_fair', 'iso_rating_good', 'iso_rating_very_good'], $period_ids, []
        )
    where denominator is not null
    group by period_id, level
),

-- Units that tell how they stand and give no rating. Where no unit reports by itself their number is unknown.
unrated as (
    select
        iso_unit.period_id,
        coalesce(unit.level, 'total') as level,
        count(*) filter (where iso_unit.rating is null) as unrated,
    from iso_unit($period_ids) as iso_unit
    inner join unit on iso_unit.unit_id = unit.unit_id
    group by grouping sets ((iso_unit.period_id, unit.level), (iso_unit.period_id))
)

select
    rating.period_id,
    period.start_date,
    period.end_date,
    rating.level,
    rating.rated,
    rating.very_good,
    rating.good,
    rating.fair,
    rating.rated - rating.very_good - rating.good - rating.fair as other,
    unrated.unrated,
    rating.basis,
from rating
inner join period on rating.period_id = period.period_id
left join unrated on rating.period_id = unrated.period_id and rating.level = unrated.level
order by
    period.start_date,
    rating.period_id,
    list_position(['total', 'province', 'district', 'commune'], rating.level);
