-- Numerator and denominator of metrics by subject and field. Over a period made up of parts: flows are added, stocks taken
-- from the last part (`carried_over` from the first).
create macro metric_field_row(metric_ids, period_ids) as table
with counted as (
    select
        metric_row.*,
        part.period_id,
        part.scope,
        part.unit_id,
        part.level,
        part.tiling,
        part.n_parts,
        part.is_first,
        part.is_last,
    from metric_part(metric_ids, period_ids) as part
    inner join metric_row on
        part.report_id = metric_row.report_id
        and part.metric_id = metric_row.metric_id
    left join unit on part.unit_id = unit.unit_id
    where
        metric_row.metric_id in (select unnest(metric_ids::varchar[]))
        and (
            getvariable('includes_vertical')
            or not (metric_row.is_vertical or coalesce(unit.unit_type = 'vertical_agency', false))
        )
)

select
    counted.metric_id,
    counted.period_id,
    counted.scope,
    counted.unit_id,
    counted.level,
    counted.field_id,
    any_value(counted.has_denominator) as has_denominator,
    any_value(counted.tiling) as tiling,
    bool_or(counted.is_derived) as is_derived,
    case
        when any_value(counted.n_parts) = 1
            then strict_sum(count(*), count(counted.numerator), sum(counted.numerator))
        else
            strict_sum(count(*), count(counted.numerator_flow), sum(counted.numerator_flow))
            + strict_sum(
                count(*) filter (where counted.is_last),
                count(counted.numerator_last) filter (where counted.is_last),
                sum(counted.numerator_last) filter (where counted.is_last)
            )
            + strict_sum(
                count(*) filter (where counted.is_first),
                count(counted.numerator_first) filter (where counted.is_first),
                sum(counted.numerator_first) filter (where counted.is_first)
            )
    end::bigint as numerator,
    case
        when any_value(counted.n_parts) = 1
            then strict_sum(count(*), count(counted.denominator), sum(counted.denominator))
        else
            strict_sum(count(*), count(counted.denominator_flow), sum(counted.denominator_flow))
            + strict_sum(
                count(*) filter (where counted.is_last),
                count(counted.denominator_last) filter (where counted.is_last),
                sum(counted.denominator_last) filter (where counted.is_last)
            )
            + strict_sum(
                count(*) filter (where counted.is_first),
                count(counted.denominator_first) filter (where counted.is_first),
                sum(counted.denominator_first) filter (where counted.is_first)
            )
    end::bigint as denominator,
from counted
group by
    counted.metric_id, counted.period_id, counted.scope,
    counted.unit_id, counted.level, counted.field_id;
