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

-- Each duty with what is known of how its report came in: by the register, or by figures of the unit's own in force.
create view registered_duty as
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
        period_id,
        unit_id,
    from report_in_force
    where origin = 'own' and family not in ('submission', 'score')
)

select
    duty.*,
    handed_in.unit_id is not null or loaded.unit_id is not null as has_arrived,
    handed_in.received_on,
    coalesce(handed_in.has_undated, loaded.unit_id is not null) as has_undated,
from duty
left join handed_in on duty.period_id = handed_in.period_id and duty.unit_id = handed_in.unit_id
left join loaded on duty.period_id = loaded.period_id and duty.unit_id = loaded.unit_id;

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
anti join report_in_force on
    duty.period_id = report_in_force.period_id
    and duty.unit_id = report_in_force.unit_id
    and report_in_force.family = 'submission'
where duty.standing = 'due';
