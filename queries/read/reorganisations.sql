-- question: On which days were units reorganised between two periods, and how many of each kind?
-- grain:    one row per day and kind of unit that ended or took over
-- params:   $first_period_id varchar, $last_period_id varchar, $unit_ids varchar[] (empty means every unit)
-- returns:  effective_on, level, unit_type, units, ended_without_successor
with ends as (
    select
        min(case when period_id = $first_period_id then start_date end) as first_day,
        max(case when period_id = $last_period_id then end_date end) as last_day,
    from period
),

touched as (
    select
        effective_on,
        from_unit_id as unit_id,
        false as is_alone,
    from lineage_link
    union
    select
        effective_on,
        to_unit_id as unit_id,
        false as is_alone,
    from lineage_link
    union
    select
        abolished_unit.effective_on,
        abolished_unit.unit_id,
        true as is_alone,
    from abolished_unit
)

select
    touched.effective_on,
    unit.level,
    unit.unit_type,
    count(distinct touched.unit_id) as units,
    count(distinct touched.unit_id) filter (where touched.is_alone) as ended_without_successor,
from touched
inner join unit on touched.unit_id = unit.unit_id
inner join ends on touched.effective_on > ends.first_day and touched.effective_on <= ends.last_day
where
    len($unit_ids::varchar[]) = 0
    or touched.unit_id in (select unnest($unit_ids::varchar[]))
group by touched.effective_on, unit.level, unit.unit_type
order by
    touched.effective_on,
    list_position(['province', 'district', 'commune'], unit.level),
    unit.unit_type;
