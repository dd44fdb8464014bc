-- Every file that came in by the moment asked for, and every event (a taking back, a correction), with how it stands. Who
-- does not see every unit sees the files that speak of theirs; the events name no unit and are for who sees all.
create view listed_revision as
with spoken as (
    select
        place.revision_id,
        count(*) as reports,
        count(*) filter (
            where place.superseded_seq is null or place.superseded_seq > getvariable('as_of_seq')
        ) as reports_in_force,
        count(distinct place.unit_id) as units,
        list(distinct place.unit_id) as unit_ids,
        case when count(distinct place.unit_id) = 1 then any_value(place.unit_name) end
            as unit_name,
        list(distinct place.period_id) as period_ids,
        list(distinct place.period_label order by place.period_label) as period_labels,
    from report_place as place
    group by place.revision_id
),

found as (
    select
        revision_id,
        count(*) as findings,
        list(distinct period_label) filter (where period_label is not null) as period_labels,
    from ws.finding
    group by revision_id
),

-- An export of the one-stop software speaks of the periods that share a day with it.
exported as (
    select
        case_batch.revision_id,
        list(period.period_id order by period.start_date, period.period_id) as period_ids,
        list(period.label order by period.start_date, period.period_id) as period_labels,
    from ws.case_batch as case_batch
    inner join ws.period as period on
        case_batch.covers_to >= period.start_date
        and case_batch.covers_from <= period.end_date
    group by case_batch.revision_id
)

select
    revision.revision_id,
    revision.accepted_seq,
    revision.file_name,
    revision.sha256,
    revision.form_id,
    revision.form_version,
    revision.entered_at,
    revision.entered_by,
    batch_revision.batch_id,
    coalesce(spoken.reports, 0) as reports,
    coalesce(spoken.reports_in_force, 0) as reports_in_force,
    coalesce(spoken.units, 0) as units,
    coalesce(spoken.unit_ids, []) as unit_ids,
    spoken.unit_name,
    coalesce(
        spoken.period_ids,
        exported.period_ids,
        list_filter([revision.stated_period_id], lambda id: id is not null),
        []
    ) as period_ids,
    coalesce(spoken.period_labels, exported.period_labels, found.period_labels, [])
        as period_labels,
    coalesce(found.findings, 0) as findings,
    case
        when revision.form_id in ('withdrawal', 'correction') then revision.form_id
        when withdrawn_revision.revision_id is not null then 'withdrawn'
        when release.held_id is not null then 'released'
        when revision.status <> 'accepted' then revision.status
        when spoken.reports_in_force > 0 then 'in_force'
        when spoken.reports is null then 'accepted'
        else 'superseded'
    end as state,
    coalesce(withdrawn_revision.event_id, release.event_id) as event_id,
    coalesce(withdrawn_revision.reason, release.reason, revision.note) as reason,
    coalesce(withdrawn_revision.entered_by, release.entered_by) as decided_by,
    coalesce(withdrawn_revision.entered_at, release.entered_at) as decided_at,
from ws.revision as revision
left join spoken on revision.revision_id = spoken.revision_id
left join found on revision.revision_id = found.revision_id
left join exported on revision.revision_id = exported.revision_id
left join ws.batch_revision as batch_revision on revision.revision_id = batch_revision.revision_id
left join withdrawn_revision on revision.revision_id = withdrawn_revision.revision_id
left join ws.release as release on
    revision.revision_id = release.held_id
    and exists (
        select 1
        from ws.revision as event
        where
            event.revision_id = release.event_id
            and event.accepted_seq <= getvariable('as_of_seq')
    )
where
    revision.accepted_seq <= getvariable('as_of_seq')
    and (getvariable('viewer_sees_all') or spoken.revision_id is not null);

-- What was found while each of these files was read.
create view revision_finding as
select
    finding.*,
    rule.position,
from ws.finding as finding
semi join listed_revision on finding.revision_id = listed_revision.revision_id
left join rule on finding.rule = rule.rule
where getvariable('viewer_sees_all') or finding.unit_id in (select unit.unit_id from unit);
