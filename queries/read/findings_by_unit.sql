-- question: How many findings does each unit have of each rule?
-- grain:    one row per unit (or stated total, or file without a unit) and rule that has a finding
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  unit_id, unit_name, level, scope, rule, severity, findings, periods, unit_findings, unit_grave
with counted as (
    select
        unit_id,
        any_value(unit_name) as unit_name,
        any_value(display_order) as display_order,
        level,
        scope,
        rule,
        severity,
        count(*) as findings,
        count(distinct period_id) as periods,
    from finding
    where
        len($period_ids::varchar[]) = 0
        or list_has_any(period_ids, $period_ids::varchar[])
    group by unit_id, level, scope, rule, severity
)

select
    unit_id,
    unit_name,
    level,
    scope,
    rule,
    severity,
    findings,
    periods,
    (sum(findings) over whole)::bigint as unit_findings,
    coalesce(sum(findings) filter (where severity in ('reject', 'error')) over whole, 0)::bigint
        as unit_grave,
from counted
window whole as (partition by unit_id, level, scope)
order by
    unit_grave desc,
    unit_findings desc,
    display_order asc,
    unit_id asc,
    level asc,
    scope asc,
    rule asc;
