-- The reports in force, each with the file that it came in: the original's print, its form, and who entered it.
create view source_file as
select
    check_place.report_id,
    check_place.revision_id,
    check_place.file_name,
    check_place.family,
    check_place.period_id,
    check_place.period_label,
    check_place.scope,
    check_place.unit_id,
    check_place.accepted_seq,
    check_place.entered_at,
    revision.sha256,
    revision.form_id,
    revision.form_version,
    revision.entered_by,
    report.source,
from check_place
inner join ws.revision as revision on check_place.revision_id = revision.revision_id
inner join report on check_place.report_id = report.report_id;
