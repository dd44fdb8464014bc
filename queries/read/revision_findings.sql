-- question: What was found while one file was read, in force or not?
-- grain:    one row per finding, the gravest first
-- params:   $revision_id varchar
-- returns:  severity, rule, message, sheet, cell, unit_id, column_id, cell_value
select
    severity,
    rule,
    message,
    sheet,
    cell,
    unit_id,
    column_id,
    cell_value,
from revision_finding
where revision_id = $revision_id
order by
    list_position(['reject', 'error', 'warning', 'info'], severity),
    position,
    sheet,
    cell,
    message;
