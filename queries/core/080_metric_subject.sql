-- One row per metric, period and subject: of each report the sum over its fields when each field has the count, else the
-- total that the report states itself, never both; and of a period made up of parts the sum over its reports, some of
-- which may tell fields and others a total only. Rows are added at once and not field by field: the same sum, with
-- millions of groups fewer. With `field_ids` only those fields count, and no stated total can stand in.
create macro metric_subject(metric_ids, period_ids, field_ids, unit_ids := []) as table
with given as (
    select
        *,
        len(coalesce(field_ids::varchar[], [])) = 0 as is_of_all,
        field_id is not null
        and (is_of_all or list_contains(field_ids::varchar[], field_id)) as is_asked,
        field_id is null and is_of_all as is_total,
    from metric_count(metric_ids, period_ids, unit_ids := unit_ids)
),

summed as (
    select
        metric_id,
        period_id,
        scope,
        unit_id,
        level,
        any_value(has_denominator) as has_denominator,
        any_value(tiling) as tiling,
        bool_or(is_derived) filter (where is_asked or is_total) as is_derived,
        count(*) filter (where is_asked) as n_rows,
        count(coalesce(numerator, denominator)) filter (where is_asked) as n_rows_given,
        -- A report that tells other fields had nothing of those asked for; one that tells none leaves them unknown.
        count(field_id) > 0 and not any_value(is_of_all) as may_be_empty,
        any_value(is_of_all) as is_of_all,
        strict_sum(
            count(*) filter (where is_asked),
            count(numerator) filter (where is_asked),
            sum(numerator) filter (where is_asked)
        ) as fields_numerator,
        strict_sum(
            count(*) filter (where is_asked),
            count(denominator) filter (where is_asked),
            sum(denominator) filter (where is_asked)
        ) as fields_denominator,
        case
            when count(*) filter (where is_total) > 0
                then strict_sum(
                        count(*) filter (where is_total),
                        count(numerator) filter (where is_total),
                        sum(numerator) filter (where is_total)
                    )
        end as total_numerator,
        case
            when count(*) filter (where is_total) > 0
                then strict_sum(
                        count(*) filter (where is_total),
                        count(denominator) filter (where is_total),
                        sum(denominator) filter (where is_total)
                    )
        end as total_denominator,
    from given
    group by metric_id, period_id, scope, unit_id, level, report_id
),

weighed as (
    select
        *,
        (n_rows > 0 or may_be_empty)
        and fields_numerator is not null
        and (not has_denominator or fields_denominator is not null) as has_fields,
        total_numerator is not null
        and (not has_denominator or total_denominator is not null) as has_total,
    from summed
),

-- Each end by itself: where one of them is in the fields only and the other in the total only, both are used.
by_report as (
    select
        *,
        case
            when has_fields then fields_numerator
            when has_total then total_numerator
            else coalesce(case when n_rows > 0 then fields_numerator end, total_numerator)
        end as numerator,
        case
            when has_fields then fields_denominator
            when has_total then total_denominator
            else coalesce(case when n_rows > 0 then fields_denominator end, total_denominator)
        end as denominator,
    from weighed
),

ends as (
    select
        metric_id,
        period_id,
        scope,
        unit_id,
        level,
        any_value(has_denominator) as has_denominator,
        any_value(tiling) as tiling,
        coalesce(bool_or(is_derived), false) as is_derived,
        bool_or(not has_fields and n_rows_given > 0) as has_stated,
        strict_sum(count(*), count(numerator), sum(numerator))::bigint as numerator,
        strict_sum(count(*), count(denominator), sum(denominator))::bigint as denominator,
    from by_report
    group by metric_id, period_id, scope, unit_id, level
    having sum(n_rows) > 0 or bool_or(is_of_all)
)

select
    * exclude (has_stated),
    numerator is not null and (not has_denominator or denominator is not null) as is_known,
    case when has_stated and is_known then 'stated' else 'parts' end as basis,
from ends;
