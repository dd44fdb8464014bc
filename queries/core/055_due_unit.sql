-- Who must report in a period, and who has: in a period that was opened who has a duty, else the list that came in (who
-- reported), else the units that must by their own record, in periods of which anything is known at all.
create view due_unit as
with listed as (
    select
        fact_submission.period_id,
        fact_submission.unit_id,
        fact_submission.report_submitted = 1 as has_reported,
    from fact_submission
    where fact_submission.scope = 'unit' and fact_submission.report_due = 1
),

-- A score table is the portal's and no report of anyone: it begins no period.
started as (
    select distinct report.period_id
    from report
    where report.family <> 'score'
),

obliged as (
    select
        started.period_id,
        unit.unit_id,
        exists(
            select 1
            from report
            where report.unit_id = unit.unit_id
                and report.period_id = started.period_id
                and report.origin = 'own'
        ) as has_reported,
    from started
    inner join ws.period as period on started.period_id = period.period_id
    inner join unit on
        unit.must_report
        and coalesce(unit.valid_from, period.start_date) <= period.end_date
        and coalesce(unit.valid_to, period.end_date) >= period.start_date
    anti join listed on started.period_id = listed.period_id and unit.unit_id = listed.unit_id
    anti join duty on started.period_id = duty.period_id
)

select * from listed
union all
select * from obliged;

-- Over several periods a unit has reported when it has in each one in which it was due.
create macro coverage(period_ids) as table
with due as (
    select
        period_part.period_id,
        period_part.tiling,
        due_unit.unit_id,
        bool_and(coalesce(due_unit.has_reported, false)) as has_reported,
    from period_part
    inner join due_unit on period_part.part_id = due_unit.period_id
    where period_part.period_id in (select unnest(period_ids::varchar[]))
    group by period_part.period_id, period_part.tiling, due_unit.unit_id
)

select
    due.period_id,
    due.unit_id,
    unit.level,
    due.has_reported,
from due
inner join unit on due.unit_id = unit.unit_id
where coalesce(unit.unit_type, '') <> 'vertical_agency'
qualify due.tiling = min(due.tiling) over (partition by due.period_id);
