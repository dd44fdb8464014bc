-- The register of some periods as it stands on a day: who owed a report, how it arrived, and what is still lacking. Whether
-- it was on time is what `report_status` says (`timing`); `status` says first what has to be done about it: a report that
-- lacks a form, then one that was sent again.
create macro register_line(period_ids, on_day) as table
with due as (
    select
        period_id,
        unit_id,
        due_on,
        submitted_on,
        days_late,
        case when is_late then 'late' else status end as timing,
    from report_status(period_ids, on_day, 0)
    where status <> 'not_applicable'
    union all by name
    select
        period_id,
        unit_id,
        due_on,
        'exempt' as timing,
    from duty
    where
        standing = 'exempt'
        and period_id in (select unnest(period_ids::varchar[]))
),

handed_in as (
    select
        period_id,
        unit_id,
        count(*) as receipts,
        arg_max(
            {
                'receipt_id': receipt_id,
                'version': version,
                'received_on': received_on,
                'document_no': document_no,
                'document_on': document_on,
                'channel': channel,
                'forms': forms,
                'lacking': lacking,
                'note': note,
                'entered_by': entered_by,
                'entered_at': entered_at
            },
            receipt_id
        ) as latest,
    from receipt
    where period_id in (select unnest(period_ids::varchar[]))
    group by period_id, unit_id
),

loaded as (
    select
        report_in_force.period_id,
        report_in_force.unit_id,
        arg_max(revision.revision_id, revision.accepted_seq) as revision_id,
        arg_max(revision.file_name, revision.accepted_seq) as file_name,
        list_sort(list(distinct revision.form_id) filter (where revision.form_id is not null))
            as loaded_forms,
    from report_in_force
    inner join ws.revision as revision on report_in_force.revision_id = revision.revision_id
    where
        report_in_force.period_id in (select unnest(period_ids::varchar[]))
        and report_in_force.unit_id is not null
        and report_in_force.origin = 'own'
        and report_in_force.family not in ('submission', 'score')
    group by report_in_force.period_id, report_in_force.unit_id
),

joined as (
    select
        due.period_id,
        period.label,
        period.regime,
        due.unit_id,
        unit.name as unit_name,
        unit.short_name,
        unit.unit_type,
        unit.level,
        unit.display_order,
        due.due_on,
        due.submitted_on as first_received_on,
        due.timing,
        due.days_late,
        duty.duty_id is not null as has_duty,
        duty.document as due_document,
        duty.reason as duty_reason,
        coalesce(duty.required_forms, []) as required_forms,
        handed_in.latest,
        coalesce(handed_in.receipts, 0) as receipts,
        loaded.revision_id,
        loaded.file_name,
        list_sort(
            list_distinct(list_concat(handed_in.latest.forms, loaded.loaded_forms))
        ) as known_forms,
    from due
    inner join unit on due.unit_id = unit.unit_id
    inner join period on due.period_id = period.period_id
    left join duty on due.period_id = duty.period_id and due.unit_id = duty.unit_id
    left join handed_in on
        due.period_id = handed_in.period_id and due.unit_id = handed_in.unit_id
    left join loaded on due.period_id = loaded.period_id and due.unit_id = loaded.unit_id
),

-- What an officer says is lacking goes before what the forms that came in leave open.
weighed as (
    select
        *,
        coalesce(
            latest.lacking,
            case
                when len(known_forms) > 0 and len(required_forms) > 0
                    then list_filter(
                            required_forms, lambda form: not list_contains(known_forms, form)
                        )
            end
        ) as lacking_forms,
    from joined
)

select
    * exclude (latest, known_forms, lacking_forms),
    known_forms as forms,
    lacking_forms as lacking,
    coalesce(latest.received_on, first_received_on) as received_on,
    latest.receipt_id,
    latest.version,
    latest.document_no,
    latest.document_on,
    latest.channel,
    latest.note,
    latest.entered_by,
    latest.entered_at,
    datediff('day', on_day::date, due_on) as days_left,
    case
        when timing in ('exempt', 'not_due', 'missing', 'unknown') then timing
        when len(lacking_forms) > 0 then 'incomplete'
        when receipts > 1 then 'resubmitted'
        else timing
    end as status,
from weighed;
