-- The counts that reports state themselves, one view per family, parts kept and derived counts left out: a check never
-- holds a report against a figure that it did not give.

create view stated_dossier as
select
    fact.report_id,
    fact.source_row,
    fact.field_id,
    fact.part,
    fact.source_system,
    fact.is_vertical,
    case when fact.derived['received_total'] is null then fact.received_total end as received_total,
    case
        when fact.derived['received_online'] is null
            then fact.received_online
    end as received_online,
    case
        when fact.derived['received_offline'] is null
            then fact.received_offline
    end as received_offline,
    case
        when fact.derived['received_postal'] is null
            then fact.received_postal
    end as received_postal,
    case when fact.derived['carried_over'] is null then fact.carried_over end as carried_over,
    case when fact.derived['resolved_total'] is null then fact.resolved_total end as resolved_total,
    case when fact.derived['resolved_early'] is null then fact.resolved_early end as resolved_early,
    case
        when fact.derived['resolved_on_time'] is null
            then fact.resolved_on_time
    end as resolved_on_time,
    case when fact.derived['resolved_ok'] is null then fact.resolved_ok end as resolved_ok,
    case when fact.derived['resolved_late'] is null then fact.resolved_late end as resolved_late,
    case when fact.derived['pending_total'] is null then fact.pending_total end as pending_total,
    case
        when fact.derived['pending_in_time'] is null
            then fact.pending_in_time
    end as pending_in_time,
    case
        when fact.derived['pending_overdue'] is null
            then fact.pending_overdue
    end as pending_overdue,
    case
        when fact.derived['overdue_unsplit'] is null
            then fact.overdue_unsplit
    end as overdue_unsplit,
    case
        when fact.derived['returned_withdrawn'] is null
            then fact.returned_withdrawn
    end as returned_withdrawn,
    case
        when fact.derived['awaiting_supplement'] is null
            then fact.awaiting_supplement
    end as awaiting_supplement,
from ws.fact_dossier as fact
semi join report on fact.report_id = report.report_id;

create view stated_procedure as
select
    fact.report_id,
    fact.source_row,
    fact.field_id,
    fact.part,
    fact.source_system,
    fact.is_vertical,
    case
        when fact.derived['procedures_total'] is null
            then fact.procedures_total
    end as procedures_total,
    case
        when fact.derived['procedures_end_to_end'] is null
            then fact.procedures_end_to_end
    end as procedures_end_to_end,
    case
        when fact.derived['procedures_partial'] is null
            then fact.procedures_partial
    end as procedures_partial,
    case
        when fact.derived['procedures_level2'] is null
            then fact.procedures_level2
    end as procedures_level2,
    case
        when fact.derived['procedures_internal'] is null
            then fact.procedures_internal
    end as procedures_internal,
    case
        when fact.derived['procedures_vertical'] is null
            then fact.procedures_vertical
    end as procedures_vertical,
    case
        when fact.derived['procedures_time_cut'] is null
            then fact.procedures_time_cut
    end as procedures_time_cut,
    case
        when fact.derived['procedures_published'] is null
            then fact.procedures_published
    end as procedures_published,
    case when fact.derived['procedures_new'] is null then fact.procedures_new end as procedures_new,
    case
        when fact.derived['procedures_amended'] is null
            then fact.procedures_amended
    end as procedures_amended,
    case
        when fact.derived['procedures_abolished'] is null
            then fact.procedures_abolished
    end as procedures_abolished,
    case
        when fact.derived['online_services_3_4'] is null
            then fact.online_services_3_4
    end as online_services_3_4,
from ws.fact_procedure as fact
semi join report on fact.report_id = report.report_id;

create view stated_iso as
select
    fact.report_id,
    fact.source_row,
    fact.field_id,
    fact.part,
    fact.source_system,
    fact.is_vertical,
    case when fact.derived['iso_adopted'] is null then fact.iso_adopted end as iso_adopted,
    case when fact.derived['iso_due'] is null then fact.iso_due end as iso_due,
    case
        when fact.derived['iso_adopted_mandatory'] is null
            then fact.iso_adopted_mandatory
    end as iso_adopted_mandatory,
    case
        when fact.derived['iso_due_mandatory'] is null
            then fact.iso_due_mandatory
    end as iso_due_mandatory,
    case
        when fact.derived['iso_adopted_encouraged'] is null
            then fact.iso_adopted_encouraged
    end as iso_adopted_encouraged,
    case
        when fact.derived['iso_due_encouraged'] is null
            then fact.iso_due_encouraged
    end as iso_due_encouraged,
    case when fact.derived['iso_rated'] is null then fact.iso_rated end as iso_rated,
    case when fact.derived['iso_rated_fair'] is null then fact.iso_rated_fair end as iso_rated_fair,
    case when fact.derived['iso_rated_good'] is null then fact.iso_rated_good end as iso_rated_good,
    case
        when fact.derived['iso_rated_very_good'] is null
            then fact.iso_rated_very_good
    end as iso_rated_very_good,
    fact.announced_on,
from ws.fact_iso as fact
semi join report on fact.report_id = report.report_id;

create view stated_document as
select
    fact.report_id,
    fact.source_row,
    fact.field_id,
    fact.part,
    fact.source_system,
    fact.is_vertical,
    case when fact.derived['docs_total'] is null then fact.docs_total end as docs_total,
    case when fact.derived['docs_in'] is null then fact.docs_in end as docs_in,
    case when fact.derived['docs_out'] is null then fact.docs_out end as docs_out,
    case when fact.derived['e_docs'] is null then fact.e_docs end as e_docs,
    case when fact.derived['signed_docs'] is null then fact.signed_docs end as signed_docs,
    case when fact.derived['sent_online'] is null then fact.sent_online end as sent_online,
    case when fact.derived['paper_docs'] is null then fact.paper_docs end as paper_docs,
    case
        when fact.derived['classified_docs'] is null
            then fact.classified_docs
    end as classified_docs,
from ws.fact_document as fact
semi join report on fact.report_id = report.report_id;

create view stated_certificate as
select
    fact.report_id,
    fact.source_row,
    fact.field_id,
    fact.part,
    fact.source_system,
    fact.is_vertical,
    case
        when fact.derived['certificates_total'] is null
            then fact.certificates_total
    end as certificates_total,
    case
        when fact.derived['certificate_org'] is null
            then fact.certificate_org
    end as certificate_org,
    case
        when fact.derived['certificate_person'] is null
            then fact.certificate_person
    end as certificate_person,
    case
        when fact.derived['certificates_active'] is null
            then fact.certificates_active
    end as certificates_active,
    case
        when fact.derived['certificates_revoked'] is null
            then fact.certificates_revoked
    end as certificates_revoked,
    case
        when fact.derived['certificates_new_org'] is null
            then fact.certificates_new_org
    end as certificates_new_org,
    case
        when fact.derived['certificates_new_person'] is null
            then fact.certificates_new_person
    end as certificates_new_person,
from ws.fact_certificate as fact
semi join report on fact.report_id = report.report_id;

create view stated_submission as
select
    fact.report_id,
    fact.source_row,
    fact.field_id,
    fact.part,
    fact.source_system,
    fact.is_vertical,
    case when fact.derived['report_due'] is null then fact.report_due end as report_due,
    case
        when fact.derived['report_submitted'] is null
            then fact.report_submitted
    end as report_submitted,
    case when fact.derived['report_on_time'] is null then fact.report_on_time end as report_on_time,
    fact.submitted_on,
from ws.fact_submission as fact
semi join report on fact.report_id = report.report_id;
