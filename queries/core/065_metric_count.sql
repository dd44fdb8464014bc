-- Numerator and denominator of metrics by fact row of each subject. Of a period made up of parts each row gives what it adds:
-- flows are added, stocks taken from the last part (`carried_over` from the first).
create macro metric_count(metric_ids, period_ids, unit_ids := []) as table
with part as materialized (
    select
        chosen.*,
        coalesce(unit.unit_type = 'vertical_agency', false) as is_of_agency,
    from metric_part(metric_ids, period_ids, unit_ids := unit_ids) as chosen
    left join unit on chosen.unit_id = unit.unit_id
)

select
    metric_row.metric_id,
    metric_row.field_id,
    metric_row.has_denominator,
    metric_row.is_derived,
    part.period_id,
    part.scope,
    part.unit_id,
    part.level,
    part.report_id,
    part.n_parts,
    part.tiling,
    case
        when part.n_parts = 1 then metric_row.numerator
        else
            metric_row.numerator_flow
            + case when part.is_last then metric_row.numerator_last else 0 end
            + case when part.is_first then metric_row.numerator_first else 0 end
    end as numerator,
    case
        when part.n_parts = 1 then metric_row.denominator
        else
            metric_row.denominator_flow
            + case when part.is_last then metric_row.denominator_last else 0 end
            + case when part.is_first then metric_row.denominator_first else 0 end
    end as denominator,
from part
inner join metric_row(metric_ids, (select list(distinct own.report_id) from part as own))
    as metric_row on
    part.report_id = metric_row.report_id
    and part.metric_id = metric_row.metric_id
where getvariable('includes_vertical') or not (metric_row.is_vertical or part.is_of_agency);
