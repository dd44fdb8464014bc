-- What each unit that the viewer may see owed at the moment asked for, and the arrivals of its reports that were known.
create view duty_version as
select duty.*
from ws.duty as duty
inner join unit on duty.unit_id = unit.unit_id
where coalesce(duty.entered_at <= getvariable('as_of_at')::timestamptz, true);

create view duty as
select *
from duty_version
where superseded_at is null or superseded_at > getvariable('as_of_at')::timestamptz;

create view receipt_version as
select receipt.*
from ws.receipt as receipt
inner join unit on receipt.unit_id = unit.unit_id
where coalesce(receipt.entered_at <= getvariable('as_of_at')::timestamptz, true);

create view receipt as
select *
from receipt_version
where
    withdrawn_reason is null
    and (superseded_at is null or superseded_at > getvariable('as_of_at')::timestamptz);

-- What is known of how the report of a unit that owes one came in: by the register, or by figures of its own in force.
create view arrival as
with handed_in as (
    select
        period_id,
        unit_id,
        min(received_on) as received_on,
        bool_or(received_on is null) as has_undated,
    from receipt
    group by period_id, unit_id
),

loaded as (
    select distinct
        report_in_force.period_id,
        report_in_force.unit_id,
    from report_in_force
    semi join duty on
        report_in_force.period_id = duty.period_id
        and report_in_force.unit_id = duty.unit_id
    where
        report_in_force.origin = 'own'
        and report_in_force.family not in ('submission', 'score')
)

select
    coalesce(handed_in.period_id, loaded.period_id) as period_id,
    coalesce(handed_in.unit_id, loaded.unit_id) as unit_id,
    handed_in.received_on,
    coalesce(handed_in.has_undated, true) as has_undated,
from handed_in
full outer join loaded on
    handed_in.period_id = loaded.period_id and handed_in.unit_id = loaded.unit_id;

-- Where no list of who reported came in, the duty itself is what answers for the unit; its number is negative.
create view answering_report as
select * from report
union all by name
select
    -duty.duty_id as report_id,
    'submission' as family,
    duty.period_id,
    'unit' as scope,
    duty.unit_id,
    'own' as origin,
    'Sổ theo dõi báo cáo' as source,
    map([]::varchar[], []::varchar[]) as letters,
    duty.unit_id as subject_id,
from duty
anti join report on
    duty.period_id = report.period_id
    and duty.unit_id = report.unit_id
    and report.family = 'submission'
where duty.standing = 'due';
