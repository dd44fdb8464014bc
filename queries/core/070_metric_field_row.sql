-- Numerator and denominator of metrics by subject and field.
create macro metric_field_row(metric_ids, period_ids, unit_ids := []) as table
select
    metric_id,
    period_id,
    scope,
    unit_id,
    level,
    field_id,
    any_value(has_denominator) as has_denominator,
    any_value(tiling) as tiling,
    bool_or(is_derived) as is_derived,
    strict_sum(count(*), count(numerator), sum(numerator))::bigint as numerator,
    strict_sum(count(*), count(denominator), sum(denominator))::bigint as denominator,
from metric_count(metric_ids, period_ids, unit_ids := unit_ids)
group by metric_id, period_id, scope, unit_id, level, field_id;
