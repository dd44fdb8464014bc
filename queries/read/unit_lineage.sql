-- question: Out of which units did a unit come, and what became of it, step by step?
-- grain:    one row per change of units that leads to the unit or away from it
-- params:   $unit_id varchar
-- returns:  direction, distance, kind, effective_on, is_partial, note, from_unit_id, from_name, to_unit_id, to_name
with recursive step as (
    select
        'before' as direction,
        1 as distance,
        from_unit_id as other_id,
        unit_lineage.*,
    from unit_lineage
    where to_unit_id = $unit_id
    union all
    select
        'after' as direction,
        1 as distance,
        to_unit_id as other_id,
        unit_lineage.*,
    from unit_lineage
    where from_unit_id = $unit_id
    -- A row that was reached once is not walked again, so that a circle of names ends.
    union
    select
        step.direction,
        step.distance + 1 as distance,
        case when step.direction = 'before' then further.from_unit_id else further.to_unit_id end
            as other_id,
        further.*,
    from step
    inner join unit_lineage as further on
        (
            step.direction = 'before'
            and step.other_id = further.to_unit_id
            and step.effective_on >= further.effective_on
        )
        or (
            step.direction = 'after'
            and step.other_id = further.from_unit_id
            and step.effective_on <= further.effective_on
        )
    where step.distance < 8
)

select
    step.direction,
    step.distance,
    step.kind,
    step.effective_on,
    step.is_partial,
    step.note,
    step.from_unit_id,
    earlier.name as from_name,
    step.to_unit_id,
    later.name as to_name,
from step
inner join unit as earlier on step.from_unit_id = earlier.unit_id
left join unit as later on step.to_unit_id = later.unit_id
order by
    step.direction desc,
    step.distance asc,
    step.effective_on asc,
    earlier.display_order asc,
    step.from_unit_id asc,
    later.display_order asc,
    step.to_unit_id asc;
