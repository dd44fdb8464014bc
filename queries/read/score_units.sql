-- question: How is each unit scored under Decision 766, how does it rank among its kind, and what did it score before?
-- grain:    one row per unit with a row in the score table of the period
-- params:   $period_id varchar, $other_id varchar (the period compared with, '' for none)
-- returns:  unit_id, unit_name, short_name, unit_type, level, is_scored, score_total, grade, place, ranked, score_ckmb, score_tdgq, score_mdsh, score_clgq, score_tttt, score_mdhl, previous_total, snapshot_change, other_total, other_place, place_change, snapshot_on, previous_snapshot_on, revision_id, file_name, sheet, cell
with scored as (
    select
        snapshot.*,
        unit.short_name,
        unit.unit_type,
        unit.level,
        unit.display_order,
        unit.has_procedures and snapshot.score_total is not null as is_scored,
    from score_snapshot as snapshot
    inner join unit on snapshot.unit_id = unit.unit_id
    where snapshot.is_in_force and snapshot.period_id in ($period_id, $other_id)
),

-- Only units with procedures are ranked, among their own kind; ties share a place.
ranked as (
    select
        period_id,
        unit_id,
        rank() over (partition by period_id, unit_type order by score_total desc) as place,
        count(*) over (partition by period_id, unit_type) as ranked,
    from scored
    where is_scored
),

other as (
    select
        scored.unit_id,
        scored.score_total,
        ranked.place,
    from scored
    left join ranked on scored.period_id = ranked.period_id and scored.unit_id = ranked.unit_id
    where scored.period_id = $other_id and scored.is_scored
)

select
    scored.unit_id,
    scored.unit_name,
    scored.short_name,
    scored.unit_type,
    scored.level,
    scored.is_scored,
    case when scored.is_scored then scored.score_total end as score_total,
    case when scored.is_scored then scored.grade end as grade,
    ranked.place,
    ranked.ranked,
    scored.score_ckmb,
    scored.score_tdgq,
    scored.score_mdsh,
    scored.score_clgq,
    scored.score_tttt,
    scored.score_mdhl,
    case when scored.is_scored then scored.previous_total end as previous_total,
    case when scored.is_scored then round(scored.score_total - scored.previous_total, 4) end
        as snapshot_change,
    other.score_total as other_total,
    other.place as other_place,
    other.place - ranked.place as place_change,
    scored.snapshot_on,
    scored.previous_snapshot_on,
    scored.revision_id,
    scored.file_name,
    scored.sheet,
    scored.letters['score_total'] || scored.source_row as cell,
from scored
left join ranked on scored.period_id = ranked.period_id and scored.unit_id = ranked.unit_id
left join other on scored.unit_id = other.unit_id
where scored.period_id = $period_id
order by
    list_position(['province', 'district', 'commune'], scored.level),
    scored.unit_type,
    ranked.place nulls last,
    scored.display_order,
    scored.unit_id;
