-- question: In which fields do the cases lie that count against a metric, and what share of all of them do the first make up?
-- grain:    one row per field with known figures in the scope (a level, some units, or the whole province), most cases first
-- params:   $metric_id varchar, $period_id varchar, $level varchar (empty means the whole province), $unit_ids varchar[] (empty means every unit)
-- returns:  field_id, field_name, numerator, denominator, ratio, bad_cases, cumulative_cases, total_cases, share, cumulative_share, is_vital
with counted as (
    select
        scope.field_id,
        any_value(metric.direction) as direction,
        sum(scope.numerator)::bigint as numerator,
        sum(scope.denominator)::bigint as denominator,
    from metric_field_scope([$metric_id], [$period_id], $level, $unit_ids) as scope
    inner join metric on scope.metric_id = metric.metric_id
    where scope.is_known and scope.has_denominator
    group by scope.field_id
),

-- Where high is good, the cases that count against the metric are those outside its numerator.
bad as (
    select
        counted.*,
        coalesce(field.name, substr(counted.field_id, 2)) as field_name,
        field.display_order,
        case when direction = 'higher' then denominator - numerator else numerator end as bad_cases,
    from counted
    left join field on counted.field_id = field.field_id
),

running as (
    select
        *,
        sum(bad_cases) over (
            order by bad_cases desc, display_order asc, field_id asc
            rows between unbounded preceding and current row
        ) as cumulative_cases,
        sum(bad_cases) over () as total_cases,
    from bad
)

select
    field_id,
    field_name,
    numerator,
    denominator,
    numerator / nullif(greatest(denominator, 0), 0) as ratio,
    bad_cases,
    cumulative_cases::bigint as cumulative_cases,
    total_cases::bigint as total_cases,
    bad_cases / nullif(greatest(total_cases, 0), 0) as share,
    cumulative_cases / nullif(greatest(total_cases, 0), 0) as cumulative_share,
    -- The fewest fields that hold at least 80% of the cases; compared in whole numbers.
    bad_cases > 0 and 5 * (cumulative_cases - bad_cases) < 4 * total_cases as is_vital,
from running
order by bad_cases desc, display_order asc, field_id asc;
