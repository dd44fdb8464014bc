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

-- Whether a report was on time follows from its day and the due day; without a day it is unknown. In a period that was opened
-- the register has the word: who must report is who has a duty, its due day counts, and an arrival goes before a list that
-- came in. What the list says otherwise is then derived from the register, and no figure of its cell.
create view count_submission as
with duty_now as materialized (
    select * from registered_duty
),

said as (
    select
        fact.*,
        period.due_date,
        report.scope,
        duty_now.standing,
        duty_now.due_on,
        duty_now.has_arrived,
        duty_now.received_on,
        duty_now.has_undated,
    from ws.fact_submission as fact
    inner join ws.report as report on fact.report_id = report.report_id
    inner join ws.period as period on report.period_id = period.period_id
    left join duty_now on
        report.unit_id = duty_now.unit_id and report.period_id = duty_now.period_id
    where fact.part is null
    union all by name
    select
        -duty_id as report_id,
        0 as source_row,
        false as is_vertical,
        map([]::varchar[], []::varchar[]) as derived,
        due_on as due_date,
        'unit' as scope,
        standing,
        due_on,
        has_arrived,
        received_on,
        has_undated,
    from duty_now
    where standing = 'due'
),

registered as (
    select
        * replace (
            case
                when standing is null then report_due
                when standing = 'due' then 1
                else 0
            end as report_due,
            case
                when standing is null then report_submitted
                when standing <> 'due' then 0
                when has_arrived then 1
                else coalesce(report_submitted, 0)
            end as report_submitted,
            coalesce(received_on, submitted_on) as submitted_on
        ),
        report_due as listed_due,
        report_submitted as listed_submitted,
        report_on_time as listed_on_time,
        coalesce(received_on <> said.submitted_on, received_on is not null) as has_other_day,
    from said
),

judged as (
    select
        * replace (
            case
                when standing is null
                    then coalesce(
                            report_on_time,
                            case
                                when report_submitted = 0 then 0
                                when scope = 'unit' then (submitted_on <= due_date)::bigint
                            end
                        )
                when standing <> 'due' then 0
                -- Nobody has failed to be on time before the due day has passed.
                when report_submitted = 0
                    then case when coalesce(getvariable('on_day')::date > due_on, true) then 0 end
                when submitted_on <= due_on then 1
                when has_undated or submitted_on is null then report_on_time
                else 0
            end as report_on_time
        ),
    from registered
)

select
    * exclude (
        scope,
        standing,
        due_on,
        has_arrived,
        received_on,
        has_undated,
        listed_due,
        listed_submitted,
        listed_on_time,
        has_other_day
    )
    replace (
        case
            when standing is null or report_id < 0 then derived
            else map_concat(
                    derived,
                    map_from_entries(
                        list_filter(
                            [
                                case
                                    when report_due is distinct from listed_due
                                        then ('report_due', 'Sổ theo dõi báo cáo')
                                end,
                                case
                                    when report_submitted is distinct from listed_submitted
                                        then ('report_submitted', 'Sổ theo dõi báo cáo')
                                end,
                                case
                                    when has_other_day or report_on_time <> listed_on_time
                                        then ('report_on_time', 'Sổ theo dõi báo cáo')
                                end
                            ],
                            lambda said: said is not null
                        )
                    )
                )
        end as derived
    ),
from judged;

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
inner join answering_report as report on fact.report_id = report.report_id;
