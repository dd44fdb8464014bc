-- question: On which days were units reorganised after one day and up to another, and how many of each kind?
-- grain:    one row per day and kind of unit that ended or took over
-- params:   $first_day date, $last_day date, $unit_ids varchar[] (empty means every unit)
-- returns:  effective_on, level, unit_type, units, ended_without_successor
with touched as (
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
where
    touched.effective_on > $first_day::date
    and touched.effective_on <= $last_day::date
    and (
        len($unit_ids::varchar[]) = 0
        or touched.unit_id in (select unnest($unit_ids::varchar[]))
    )
group by touched.effective_on, unit.level, unit.unit_type
order by
    touched.effective_on,
    list_position(['province', 'district', 'commune'], unit.level),
    unit.unit_type;
