-- question: When did the figures of a period last change, and from how many files do they come?
-- grain:    one row per period asked for: always one, its moment null where no report is in
-- params:   $period_id varchar
-- returns:  updated_at, files
select
    max(report_place.entered_at) as updated_at,
    count(distinct report_place.file_name) as files,
from report_place
where
    report_place.period_id in (
        select period_part.part_id
        from period_part
        where period_part.period_id = $period_id
    );
