-- question: Is the quality of the figures getting better: how many reports have findings, in each period?
-- grain:    one row per reported period
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  period_id, label, regime, kind, start_date, end_date, reports, reports_in_doubt, findings, errors, warnings, infos
with counted as (
    select
        unnest(period_ids) as period_id,
        finding_id,
        severity,
        case when severity in ('reject', 'error', 'warning') then report_id end as doubtful_id,
    from finding
),

found as (
    select
        period_id,
        count(distinct finding_id) as findings,
        count(distinct finding_id) filter (where severity in ('reject', 'error')) as errors,
        count(distinct finding_id) filter (where severity = 'warning') as warnings,
        count(distinct finding_id) filter (where severity = 'info') as infos,
        count(distinct doubtful_id) as reports_in_doubt,
    from counted
    group by period_id
),

received as (
    select
        period_id,
        count(*) as reports,
    from report
    group by period_id
)

select
    received.period_id,
    period.label,
    period.regime,
    period.kind,
    period.start_date,
    period.end_date,
    received.reports,
    coalesce(found.reports_in_doubt, 0) as reports_in_doubt,
    coalesce(found.findings, 0) as findings,
    coalesce(found.errors, 0) as errors,
    coalesce(found.warnings, 0) as warnings,
    coalesce(found.infos, 0) as infos,
from received
inner join period on received.period_id = period.period_id
left join found on received.period_id = found.period_id
where
    len($period_ids::varchar[]) = 0
    or received.period_id in (select unnest($period_ids::varchar[]))
order by period.start_date, period.end_date, received.period_id;
