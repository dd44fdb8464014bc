-- Numerator and denominator of metrics by subject and field. Null where one of several parts tells no field at all: what
-- the field had in that part is not known. A part that tells others, and not this one, had nothing of it.
create macro metric_field_row(metric_ids, period_ids, unit_ids := []) as table
with counted as (
    select * from metric_count(metric_ids, period_ids, unit_ids := unit_ids)
),

without_fields as (
    select
        metric_id,
        period_id,
        scope,
        subject,
    from (
        select
            metric_id,
            period_id,
            scope,
            coalesce(unit_id, level, '') as subject,
            count(field_id) as n_fields,
        from counted
        where n_parts > 1
        group by metric_id, period_id, scope, subject, report_id
    ) as by_report
    where n_fields = 0
    group by metric_id, period_id, scope, subject
),

summed as (
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
    from counted
    group by metric_id, period_id, scope, unit_id, level, field_id
)

select
    summed.* replace (
        case when without_fields.metric_id is null or field_id is null then numerator end
            as numerator,
        case when without_fields.metric_id is null or field_id is null then denominator end
            as denominator
    ),
from summed
left join without_fields on
    summed.metric_id = without_fields.metric_id
    and summed.period_id = without_fields.period_id
    and summed.scope = without_fields.scope
    and coalesce(summed.unit_id, summed.level, '') = without_fields.subject;
