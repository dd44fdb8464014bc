-- question: How many reports of each period were on time, late, missing or not yet due?
-- grain:    one row per period and level with units that must report, and one of all levels ('total')
-- params:   $period_ids varchar[], $on_day date, $few_days integer (up to so many days are a little late)
-- returns:  period_id, label, start_date, end_date, due_on, level, due, on_time, slightly_late, very_late, late, missing, undated, not_due, unknown, not_applicable, bad, most_days_late
select
    period_id,
    label,
    start_date,
    end_date,
    -- Of units with different days the one in the middle.
    quantile_disc(due_on, 0.5) as due_on,
    coalesce(level, 'total') as level,
    count(*) filter (where is_judged or status = 'not_due') as due,
    count(*) filter (where status = 'on_time') as on_time,
    count(*) filter (where status = 'slightly_late') as slightly_late,
    count(*) filter (where status = 'very_late') as very_late,
    count(*) filter (where status = 'late') as late,
    count(*) filter (where status = 'missing') as missing,
    count(*) filter (where status = 'undated') as undated,
    count(*) filter (where status = 'not_due') as not_due,
    count(*) filter (where status = 'unknown') as unknown,
    count(*) filter (where status = 'not_applicable') as not_applicable,
    count(*) filter (where is_late or is_missing) as bad,
    max(days_late) as most_days_late,
from report_status($period_ids, $on_day, $few_days)
group by
    grouping sets (
        (period_id, label, start_date, end_date, level),
        (period_id, label, start_date, end_date)
    )
order by
    start_date,
    end_date,
    period_id,
    list_position(['total', 'province', 'district', 'commune'], coalesce(level, 'total'));
