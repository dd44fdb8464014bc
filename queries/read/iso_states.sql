-- question: How many units stand in which state with ISO 9001, those that must and those that are encouraged apart?
-- grain:    one row per period, level (and 'total') and obligation ('mandatory', 'encouraged', 'unstated')
-- params:   $period_ids varchar[]
-- returns:  period_id, start_date, end_date, level, obligation, units, adopted, former, expired, building, not_started, unstated
with counted as (
    select
        iso_unit.period_id,
        coalesce(unit.level, 'total') as level,
        coalesce(iso_unit.obligation, 'unstated') as obligation,
        count(*) as units,
        count(*) filter (where iso_unit.state = 'adopted') as adopted,
        count(*) filter (where iso_unit.state = 'former') as former,
        count(*) filter (where iso_unit.state = 'expired') as expired,
        count(*) filter (where iso_unit.state = 'building') as building,
        count(*) filter (where iso_unit.state = 'not_started') as not_started,
        count(*) filter (where iso_unit.state = 'unstated') as unstated,
    from iso_unit($period_ids) as iso_unit
    inner join unit on iso_unit.unit_id = unit.unit_id
    group by grouping sets (
        (iso_unit.period_id, unit.level, coalesce(iso_unit.obligation, 'unstated')),
        (iso_unit.period_id, coalesce(iso_unit.obligation, 'unstated'))
    )
)

select
    counted.period_id,
    period.start_date,
    period.end_date,
    counted.level,
    counted.obligation,
    counted.units,
    counted.adopted,
    counted.former,
    counted.expired,
    counted.building,
    counted.not_started,
    counted.unstated,
from counted
inner join period on counted.period_id = period.period_id
order by
    period.start_date,
    counted.period_id,
    list_position(['total', 'province', 'district', 'commune'], counted.level),
    counted.obligation;
