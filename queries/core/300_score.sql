-- Every snapshot of the score of Decision 766 that the viewer may see, superseded ones too, each with the snapshot of the
-- same subject and period that came in before it. `is_in_force`: no later one was in at the moment asked for.
create view score_snapshot as
-- A report that is in force again, for a later one was taken back, is a copy of itself: the copy stands for both.
with place as (
    select *
    from report_place
    where family = 'score'
    qualify
        accepted_seq = max(accepted_seq) over (
            partition by revision_id, period_id, scope, unit_id
        )
),

snapshot as (
    select
        place.report_id,
        place.revision_id,
        place.file_name,
        place.entered_at,
        place.period_id,
        place.period_label,
        place.kind,
        place.regime,
        place.start_date,
        place.end_date,
        place.scope,
        coalesce(place.unit_id, 'province') as subject_id,
        place.unit_id,
        place.unit_name,
        place.sheet,
        place.letters,
        place.superseded_seq is null
        or place.superseded_seq > getvariable('as_of_seq') as is_in_force,
        fact.source_row,
        fact.agency_code,
        fact.snapshot_on,
        fact.score_ckmb::double as score_ckmb,
        fact.score_tdgq::double as score_tdgq,
        fact.score_mdsh::double as score_mdsh,
        fact.score_clgq::double as score_clgq,
        fact.score_tttt::double as score_tttt,
        fact.score_mdhl::double as score_mdhl,
        fact.score_total::double as score_total,
        lag(fact.score_total::double) over before as previous_total,
        lag(fact.snapshot_on) over before as previous_snapshot_on,
    from place
    inner join ws.fact_score as fact on place.report_id = fact.report_id
    anti join withdrawn_revision on place.revision_id = withdrawn_revision.revision_id
    window
        before as (
            partition by place.period_id, coalesce(place.unit_id, 'province')
            order by place.accepted_seq, place.report_id
        )
)

select
    snapshot.*,
    (
        select max_by(score_grade.grade, score_grade.floor)
        from score_grade
        where score_grade.floor <= snapshot.score_total
    ) as grade,
from snapshot;

-- The points of the snapshots in force, a row for each group and one ('total') for all, with the most that each gives.
create view score_points as
with in_force as (
    select *
    from score_snapshot
    where is_in_force
),

long as (
    unpivot in_force
    on score_ckmb, score_tdgq, score_mdsh, score_clgq, score_tttt, score_mdhl, score_total
    into name column_id value score
),

maximum as (
    select
        group_code,
        column_id,
        maximum,
        position,
    from score_group
    union all
    select
        'total' as group_code,
        'score_total' as column_id,
        sum(maximum)::integer as maximum,
        -1 as position,
    from score_group
)

select
    long.* exclude (grade, previous_total),
    maximum.group_code,
    maximum.maximum,
    maximum.position,
    long.letters[long.column_id] || long.source_row as cell,
    case when maximum.group_code = 'total' then long.grade end as grade,
    case when maximum.group_code = 'total' then long.previous_total end as previous_score,
from long
inner join maximum on long.column_id = maximum.column_id;
