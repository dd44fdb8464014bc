-- question: Which lines of an export were left out, and why?
-- grain:    one row per line; the first hundred thousand
-- params:   $revision_id varchar
-- returns:  file_name, line, reason, code, value
select
    file_name,
    line,
    reason,
    code,
    value,
from case_reject
where revision_id = $revision_id
order by
    line,
    reason
limit 100000;
