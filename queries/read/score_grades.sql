-- question: How many units of each kind stand in each grade of the score of Decision 766, and how many are not scored?
-- grain:    one row per level, kind of unit and grade ('none' for units that are not scored)
-- params:   $period_id varchar
-- returns:  level, unit_type, grade, units, lowest, highest
with graded as (
    select
        unit.level,
        unit.unit_type,
        case when unit.has_procedures then snapshot.score_total end as score_total,
        case when unit.has_procedures then coalesce(snapshot.grade, 'none') else 'none' end
            as grade,
    from score_snapshot as snapshot
    inner join unit on snapshot.unit_id = unit.unit_id
    where snapshot.is_in_force and snapshot.period_id = $period_id
)

select
    graded.level,
    graded.unit_type,
    graded.grade,
    count(*) as units,
    min(graded.score_total) as lowest,
    max(graded.score_total) as highest,
from graded
group by graded.level, graded.unit_type, graded.grade
order by
    list_position(['province', 'district', 'commune'], graded.level),
    graded.unit_type,
    list_position(['excellent', 'good', 'fair', 'average', 'weak', 'none'], graded.grade);
