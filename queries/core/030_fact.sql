-- Counts of every report ever accepted, parts left out: a part is never added to anything. `count_…` says nothing of who
-- may see them and when: whoever reads them joins `report`, as the `fact_…` views below do.

create view count_dossier as
select * from ws.fact_dossier
where part is null;

create view count_procedure as
select * from ws.fact_procedure
where part is null;

create view count_document as
select * from ws.fact_document
where part is null;

create view count_certificate as
select * from ws.fact_certificate
where part is null;

-- A unit's own row says how it stands (status, version, obligation); the counts follow from that. A stated total gives
-- the counts themselves.
create view count_iso as
with own as (
    select
        *,
        iso_status in ('announced', 'maintained', 'reannounced')
        and standard_version = '9001:2015' as has_adopted,
    from ws.fact_iso
    where part is null
)

select
    own.* exclude (has_adopted) replace (
        coalesce(
            iso_adopted,
            case when obligation in ('mandatory', 'encouraged') then has_adopted::bigint end
        ) as iso_adopted,
        coalesce(iso_due, (obligation in ('mandatory', 'encouraged'))::bigint) as iso_due,
        coalesce(
            iso_adopted_mandatory, case when obligation = 'mandatory' then has_adopted::bigint end
        ) as iso_adopted_mandatory,
        coalesce(iso_due_mandatory, case when obligation = 'mandatory' then 1 end)
            as iso_due_mandatory,
        coalesce(
            iso_adopted_encouraged, case when obligation = 'encouraged' then has_adopted::bigint end
        ) as iso_adopted_encouraged,
        coalesce(iso_due_encouraged, case when obligation = 'encouraged' then 1 end)
            as iso_due_encouraged,
        coalesce(iso_rated, case when rating is not null then 1 end) as iso_rated,
        coalesce(iso_rated_fair, (rating = 'fair')::bigint) as iso_rated_fair,
        coalesce(iso_rated_good, (rating = 'good')::bigint) as iso_rated_good,
        coalesce(iso_rated_very_good, (rating = 'very_good')::bigint) as iso_rated_very_good
    ),
from own;

-- Whether a report was on time follows from its day and the period's due day; without a day it is unknown.
create view count_submission as
select
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
inner join ws.report as report on fact.report_id = report.report_id
inner join ws.period as period on report.period_id = period.period_id
where fact.part is null;

-- The counts of the reports in force that the viewer may see, one view per family.

create view fact_dossier as
select
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    fact.* replace (
        fact.is_vertical or coalesce(unit.unit_type = 'vertical_agency', false) as is_vertical
    ),
from count_dossier as fact
inner join report on fact.report_id = report.report_id
left join ws.unit as unit on report.unit_id = unit.unit_id;

create view fact_procedure as
select
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    fact.*,
from count_procedure as fact
inner join report on fact.report_id = report.report_id;

create view fact_iso as
select
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    fact.*,
from count_iso as fact
inner join report on fact.report_id = report.report_id;

create view fact_document as
select
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    fact.*,
from count_document as fact
inner join report on fact.report_id = report.report_id;

create view fact_certificate as
select
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    fact.*,
from count_certificate as fact
inner join report on fact.report_id = report.report_id;

create view fact_submission as
select
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    fact.*,
from count_submission as fact
inner join report on fact.report_id = report.report_id;
