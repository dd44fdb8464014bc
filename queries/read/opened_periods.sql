-- question: Which periods were opened, for how many units, and were they closed?
-- grain:    one row per period with a duty that the viewer may see
-- params:   none
-- returns:  period_id, regime, kind, label, start_date, end_date, due_on, due, exempt, opened_at, is_closed
select
    period.period_id,
    period.regime,
    period.kind,
    period.label,
    period.start_date,
    period.end_date,
    -- Of units with different days the one in the middle.
    quantile_disc(duty.due_on, 0.5) filter (where duty.standing = 'due') as due_on,
    count(*) filter (where duty.standing = 'due') as due,
    count(*) filter (where duty.standing = 'exempt') as exempt,
    min(duty.entered_at) as opened_at,
    bool_or(closed_period.period_id is not null) as is_closed,
from duty
inner join period on duty.period_id = period.period_id
left join closed_period on duty.period_id = closed_period.period_id
group by
    period.period_id, period.regime, period.kind, period.label, period.start_date, period.end_date
order by period.start_date desc, period.end_date desc, period.period_id asc;
