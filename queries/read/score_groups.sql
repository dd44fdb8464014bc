-- question: How many points has the province, or a unit, in each group of Decision 766, of how many?
-- grain:    one row per period, subject and group, and one ('total') per period and subject
-- params:   $period_ids varchar[], $unit_ids varchar[] (empty means the province's own row)
-- returns:  period_id, kind, start_date, end_date, unit_id, group_code, score, maximum, share, missing, grade, previous_score, snapshot_change, snapshot_on, previous_snapshot_on, entered_at, revision_id, file_name, sheet, cell
select
    period_id,
    kind,
    start_date,
    end_date,
    unit_id,
    group_code,
    score,
    maximum,
    score / maximum as share,
    round(maximum - score, 4) as missing,
    grade,
    previous_score,
    round(score - previous_score, 4) as snapshot_change,
    snapshot_on,
    previous_snapshot_on,
    entered_at,
    revision_id,
    file_name,
    sheet,
    cell,
from score_points
where
    period_id in (select unnest($period_ids::varchar[]))
    and case
        when len($unit_ids::varchar[]) = 0 then scope = 'province'
        else unit_id in (select unnest($unit_ids::varchar[]))
    end
order by start_date, period_id, unit_id, position;
