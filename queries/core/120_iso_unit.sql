-- How each unit stands with ISO 9001 by the report that answers for a period: one row per period and unit that says
-- anything of it. A system is in use when it is announced, maintained or announced again; `former` is in use under the
-- version of 2008, `unstated` is a version without any status.
create macro iso_unit(period_ids) as table
with stated as (
    select
        part.period_id,
        period.end_date,
        fact.unit_id,
        fact.obligation,
        fact.standard_version,
        fact.iso_status,
        fact.rating,
        fact.announced_on,
        fact.conversion_due_on,
        fact.iso_status in ('announced', 'maintained', 'reannounced') as is_in_use,
    from metric_part(['iso_adoption'], period_ids) as part
    inner join fact_iso as fact on part.report_id = fact.report_id
    inner join period on part.period_id = period.period_id
    inner join unit on fact.unit_id = unit.unit_id
    where
        part.scope = 'unit'
        and fact.field_id is null
        and (
            getvariable('includes_vertical')
            or not (fact.is_vertical or unit.unit_type = 'vertical_agency')
        )
        and coalesce(fact.iso_status, fact.standard_version, fact.obligation, fact.rating)
        is not null
    qualify
        row_number() over (partition by part.period_id, fact.unit_id order by fact.source_row) = 1
),

judged as (
    select
        *,
        case
            when is_in_use and standard_version = '9001:2015' then 'adopted'
            when is_in_use and standard_version is not null then 'former'
            when is_in_use then 'unstated'
            when iso_status is not null then iso_status
            else 'unstated'
        end as state,
        coalesce(standard_version = '9001:2015', false) as has_converted,
    from stated
)

select
    * exclude (is_in_use, has_converted),
    case
        when conversion_due_on is null then null
        when has_converted then 'done'
        when conversion_due_on < end_date then 'late'
        else 'upcoming'
    end as conversion,
    case
        when not has_converted and conversion_due_on < end_date
            then end_date - conversion_due_on
    end as days_late,
from judged;
