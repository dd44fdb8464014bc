-- The units that a level's total must cover in a reported period: those due, or without such a list all that existed.
create view expected_unit as
with reported as (
    select distinct report.period_id
    from report
    where report.family <> 'score'
),

due as (
    select
        due_unit.period_id,
        unit.level,
        due_unit.unit_id,
    from due_unit
    inner join unit on due_unit.unit_id = unit.unit_id
    where unit.unit_type <> 'vertical_agency'
)

select * from due
union all
select
    period.period_id,
    unit.level,
    unit.unit_id,
from reported
inner join ws.period as period on reported.period_id = period.period_id
inner join unit on
    coalesce(unit.valid_from, period.start_date) <= period.end_date
    and coalesce(unit.valid_to, period.end_date) >= period.start_date
    and unit.unit_type <> 'vertical_agency'
anti join due on period.period_id = due.period_id and unit.level = due.level;
