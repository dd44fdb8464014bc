-- One row per metric, period and subject: the sum over its fields when each field has the count, else the total that the
-- report states itself, never both. Rows are added at once and not field by field: the same sum, with millions of groups
-- fewer. With `field_ids` only those fields count, and no stated total can stand in.
create macro metric_subject(metric_ids, period_ids, field_ids, unit_ids := []) as table
with summed as (
    select
        metric_id,
        period_id,
        scope,
        unit_id,
        level,
        any_value(has_denominator) as has_denominator,
        any_value(tiling) as tiling,
        bool_or(is_derived) as is_derived,
        count(*) filter (where field_id is not null) as n_rows,
        count(coalesce(numerator, denominator)) filter (where field_id is not null)
            as n_rows_given,
        strict_sum(
            count(*) filter (where field_id is not null),
            count(numerator) filter (where field_id is not null),
            sum(numerator) filter (where field_id is not null)
        ) as fields_numerator,
        strict_sum(
            count(*) filter (where field_id is not null),
            count(denominator) filter (where field_id is not null),
            sum(denominator) filter (where field_id is not null)
        ) as fields_denominator,
        case
            when count(*) filter (where field_id is null) > 0
                then strict_sum(
                        count(*) filter (where field_id is null),
                        count(numerator) filter (where field_id is null),
                        sum(numerator) filter (where field_id is null)
                    )
        end as total_numerator,
        case
            when count(*) filter (where field_id is null) > 0
                then strict_sum(
                        count(*) filter (where field_id is null),
                        count(denominator) filter (where field_id is null),
                        sum(denominator) filter (where field_id is null)
                    )
        end as total_denominator,
    from metric_count(metric_ids, period_ids, unit_ids := unit_ids)
    where
        len(coalesce(field_ids::varchar[], [])) = 0
        or field_id in (select unnest(field_ids::varchar[]))
    group by metric_id, period_id, scope, unit_id, level
),

weighed as (
    select
        *,
        n_rows > 0
        and fields_numerator is not null
        and (not has_denominator or fields_denominator is not null) as has_fields,
        total_numerator is not null
        and (not has_denominator or total_denominator is not null) as has_total,
    from summed
),

-- Each end by itself: where one of them is in the fields only and the other in the total only, both are used.
ends as (
    select
        metric_id,
        period_id,
        scope,
        unit_id,
        level,
        has_denominator,
        tiling,
        is_derived,
        n_rows_given,
        has_fields,
        case
            when has_fields then fields_numerator
            when has_total then total_numerator
            else coalesce(case when n_rows > 0 then fields_numerator end, total_numerator)
        end::bigint as numerator,
        case
            when has_fields then fields_denominator
            when has_total then total_denominator
            else coalesce(case when n_rows > 0 then fields_denominator end, total_denominator)
        end::bigint as denominator,
    from weighed
)

select
    * exclude (n_rows_given, has_fields),
    numerator is not null and (not has_denominator or denominator is not null) as is_known,
    case
        when not has_fields and n_rows_given > 0 and is_known then 'stated'
        else 'parts'
    end as basis,
from ends;
