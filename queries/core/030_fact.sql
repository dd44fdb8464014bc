-- The facts of the reports in force, one view per family, parts left out: a part is never added to anything.
-- `fact_row` keeps them for who wants to see them.

create view fact_dossier as
select
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    fact.* replace (fact.is_vertical or coalesce(unit.unit_type = 'vertical_agency', false) as is_vertical),
from ws.fact_dossier as fact
inner join report on fact.report_id = report.report_id
left join ws.unit as unit on report.unit_id = unit.unit_id
where fact.part is null;

create view fact_procedure as
select
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    fact.*,
from ws.fact_procedure as fact
inner join report on fact.report_id = report.report_id
where fact.part is null;

-- A unit's own row says how it stands (status, version, obligation); the counts follow from that. A stated total gives
-- the counts themselves.
create view fact_iso as
with own as (
    select
        report.period_id,
        report.scope,
        report.unit_id,
        report.level,
        fact.*,
        fact.iso_status in ('announced', 'maintained', 'reannounced')
        and fact.standard_version = '9001:2015' as has_adopted,
    from ws.fact_iso as fact
    inner join report on fact.report_id = report.report_id
    where fact.part is null
)

select
    own.* exclude (has_adopted) replace (
        coalesce(
            own.iso_adopted, case when own.obligation in ('mandatory', 'encouraged') then own.has_adopted::bigint end
        ) as iso_adopted,
        coalesce(own.iso_due, (own.obligation in ('mandatory', 'encouraged'))::bigint) as iso_due,
        coalesce(
            own.iso_adopted_mandatory, case when own.obligation = 'mandatory' then own.has_adopted::bigint end
        ) as iso_adopted_mandatory,
        coalesce(
            own.iso_due_mandatory, case when own.obligation = 'mandatory' then 1 end
        ) as iso_due_mandatory,
        coalesce(
            own.iso_adopted_encouraged, case when own.obligation = 'encouraged' then own.has_adopted::bigint end
        ) as iso_adopted_encouraged,
        coalesce(
            own.iso_due_encouraged, case when own.obligation = 'encouraged' then 1 end
        ) as iso_due_encouraged,
        coalesce(own.iso_rated, case when own.rating is not null then 1 end) as iso_rated,
        coalesce(own.iso_rated_fair, (own.rating = 'fair')::bigint) as iso_rated_fair,
        coalesce(own.iso_rated_good, (own.rating = 'good')::bigint) as iso_rated_good,
        coalesce(own.iso_rated_very_good, (own.rating = 'very_good')::bigint) as iso_rated_very_good
    ),
from own;

create view fact_document as
select
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    fact.*,
from ws.fact_document as fact
inner join report on fact.report_id = report.report_id
where fact.part is null;

create view fact_certificate as
select
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    fact.*,
from ws.fact_certificate as fact
inner join report on fact.report_id = report.report_id
where fact.part is null;

-- Whether a report was on time follows from its day and the period's due day; without a day it is unknown.
create view fact_submission as
select
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    fact.* replace (
        coalesce(
            fact.report_on_time,
            case
                when fact.report_submitted = 0 then 0
                when report.scope = 'unit' then (fact.submitted_on <= period.due_date)::bigint
            end
        ) as report_on_time
    ),
    period.due_date,
from ws.fact_submission as fact
inner join report on fact.report_id = report.report_id
inner join ws.period as period on report.period_id = period.period_id
where fact.part is null;
