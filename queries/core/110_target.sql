-- Targets in force, the province's own before those of public documents, the narrower before the wider.
create view target_in_force as
select
    metric_id,
    unit_type,
    level,
    valid_from,
    valid_to,
    comparator,
    target_value,
    document,
    true as is_own,
from ws.target
union all
select
    metric_id,
    unit_type,
    level,
    valid_from,
    valid_to,
    comparator,
    target_value,
    document,
    false as is_own,
from public_target;

-- The target that holds for each kind of unit, level or the whole (both null) on the last day of each period.
create macro target_at(metric_ids, period_ids) as table
select
    target_in_force.*,
    period.period_id,
    (target_in_force.unit_type is not null)::integer * 2
    + (target_in_force.level is not null)::integer as narrowness,
from target_in_force
inner join period on
    target_in_force.valid_from <= period.end_date
    and coalesce(target_in_force.valid_to, period.end_date) >= period.end_date
where
    target_in_force.metric_id in (select unnest(metric_ids::varchar[]))
    and period.period_id in (select unnest(period_ids::varchar[]));
