-- The fact rows of the reports in force of one subject in one period, with their file and place.
create macro subject_fact(asked_subject_id, asked_period_id) as table
with asked as (
    select place.*
    from report
    inner join report_place as place on report.report_id = place.report_id
    where report.subject_id = asked_subject_id and report.period_id = asked_period_id
)

select
    fact.*,
    asked.revision_id,
    asked.family,
    asked.file_name,
    asked.sheet,
    asked.letters,
from source_fact((select list(picked.report_id) from asked as picked)) as fact
inner join asked on fact.report_id = asked.report_id;
