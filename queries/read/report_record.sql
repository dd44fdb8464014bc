-- question: Which units report late or not at all, how often, and how many periods in a row, worst first?
-- grain:    one row per unit that must report in at least one of the periods
-- params:   $period_ids varchar[], $on_day date, $few_days integer (up to so many days are a little late), $recent_periods integer (how many of the last periods count as recent)
-- returns:  unit_id, unit_name, short_name, unit_type, level, display_order, valid_from, valid_to, status, days_late, statuses, days, due, on_time, late, missing, undated, recent_due, recent_late, recent_missing, most_days_late, bad_streak, longest_bad_streak, on_time_streak, longest_on_time_streak
with status as (
    select
        *,
        dense_rank() over (order by start_date desc, end_date desc, period_id desc)
        <= $recent_periods::integer as is_recent,
    from report_status($period_ids, $on_day, $few_days)
),

-- What is not yet due, or does not apply, neither goes on with a streak nor ends it; what is unknown ends it.
counted as (
    select
        unit_id,
        is_late or is_missing as is_bad,
        status.status = 'on_time' as is_on_time,
        row_number() over in_time as nth,
        row_number() over in_kind as nth_of_kind,
    from status
    where status.status not in ('not_applicable', 'not_due')
    window
        in_time as (partition by unit_id order by start_date, end_date, period_id),
        in_kind as (
            partition by unit_id, is_late or is_missing, status.status = 'on_time'
            order by start_date, end_date, period_id
        )
),

run as (
    select
        unit_id,
        is_bad,
        is_on_time,
        count(*) as periods,
        max(nth) as last_nth,
    from counted
    group by unit_id, is_bad, is_on_time, nth - nth_of_kind
),

latest as (
    select
        unit_id,
        max(nth) as nth,
    from counted
    group by unit_id
),

streak as (
    select
        run.unit_id,
        coalesce(max(run.periods) filter (where run.is_bad), 0) as longest_bad_streak,
        coalesce(max(run.periods) filter (where run.is_on_time), 0) as longest_on_time_streak,
        coalesce(max(run.periods) filter (where run.is_bad and run.last_nth = latest.nth), 0)
            as bad_streak,
        coalesce(max(run.periods) filter (where run.is_on_time and run.last_nth = latest.nth), 0)
            as on_time_streak,
    from run
    inner join latest on run.unit_id = latest.unit_id
    group by run.unit_id
),

record as (
    select
        unit_id,
        any_value(unit_name) as unit_name,
        any_value(short_name) as short_name,
        any_value(unit_type) as unit_type,
        any_value(level) as level,
        any_value(display_order) as display_order,
        any_value(valid_from) as valid_from,
        any_value(valid_to) as valid_to,
        last(status.status order by start_date, end_date, period_id) as status,
        last(days_late order by start_date, end_date, period_id) as days_late,
        list(status.status order by start_date, end_date, period_id) as statuses,
        list(days_late order by start_date, end_date, period_id) as days,
        count(*) filter (where is_judged) as due,
        count(*) filter (where status.status = 'on_time') as on_time,
        count(*) filter (where is_late) as late,
        count(*) filter (where is_missing) as missing,
        count(*) filter (where status.status = 'undated') as undated,
        count(*) filter (where is_judged and is_recent) as recent_due,
        count(*) filter (where is_late and is_recent) as recent_late,
        count(*) filter (where is_missing and is_recent) as recent_missing,
        max(days_late) as most_days_late,
    from status
    group by unit_id
)

select
    record.*,
    coalesce(streak.bad_streak, 0) as bad_streak,
    coalesce(streak.longest_bad_streak, 0) as longest_bad_streak,
    coalesce(streak.on_time_streak, 0) as on_time_streak,
    coalesce(streak.longest_on_time_streak, 0) as longest_on_time_streak,
from record
left join streak on record.unit_id = streak.unit_id
order by
    record.missing + record.late desc,
    record.missing desc,
    coalesce(record.most_days_late, 0) desc,
    list_position(['province', 'district', 'commune'], record.level) asc,
    record.display_order asc,
    record.unit_id asc;
