-- question: How many points does each commune's signed share earn under Decree 307/2025, and what does the next half need?
-- grain:    one row per commune whose signed share of outgoing documents is known in the period
-- params:   $period_id varchar
-- returns:  unit_id, unit_name, short_name, is_ward, numerator, denominator, ratio, points, next_points, next_ratio, documents_needed
with figure as (
    select
        unit.unit_id,
        unit.name,
        unit.short_name,
        unit.display_order,
        starts_with(lower(unit.name), 'phường') as is_ward,
        subject.numerator,
        subject.denominator,
    from metric_subject(['signed_share_outgoing'], [$period_id], []) as subject
    inner join unit on subject.unit_id = unit.unit_id
    where
        subject.scope = 'unit'
        and subject.is_known
        and subject.denominator > 0
        and unit.unit_type = 'commune'
),

-- Three points up to 70 percent (80 for a ward), half a point for each whole five percent above, five at the most. In whole
-- numbers: 0,75 of 20 documents is 15 and never 15,000000001.
scale as (
    select
        *,
        case when is_ward then 80 else 70 end as floor_percent,
        least(
            greatest(
                (100 * numerator - case when is_ward then 80 else 70 end * denominator)
                // (5 * denominator),
                0
            ),
            4
        ) as steps,
    from figure
)

select
    unit_id,
    name as unit_name,
    short_name,
    is_ward,
    numerator,
    denominator,
    numerator / denominator as ratio,
    3 + 0.5::double * steps as points,
    case when steps < 4 then 3.5::double + 0.5 * steps end as next_points,
    case when steps < 4 then (floor_percent + 5 * (steps + 1)) / 100 end as next_ratio,
    case
        when steps < 4
            then ((floor_percent + 5 * (steps + 1)) * denominator + 99) // 100 - numerator
    end::bigint as documents_needed,
from scale
order by documents_needed nulls last, display_order, unit_id;
