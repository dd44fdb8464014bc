-- question: Which rules could be tested, and where did a column that was not reported stand in the way?
-- grain:    one row per rule that holds the counts of one row against each other, where any report states the first of them
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, family, rows_testable, rows_untestable, missing_columns, units_untestable
with asked as (
    select
        report.report_id,
        report.family,
        report.subject_id,
    from report
    where
        len($period_ids::varchar[]) = 0
        or report.period_id in (select unnest($period_ids::varchar[]))
),

stated as (
    select
        count_row.report_id,
        count_row.source_row,
        list(count_row.column_id) as known,
    from stated_counts((select list(asked.report_id) from asked)) as count_row
    where
        count_row.value is not null
        and count_row.part is null
        and not count_row.is_vertical
    group by count_row.report_id, count_row.source_row
),

tried as (
    select
        identity.rule,
        identity.family,
        stated.report_id,
        stated.source_row,
        asked.subject_id,
        list_filter(identity.columns, lambda one: not list_contains(stated.known, one)) as missing,
    from stated
    inner join asked on stated.report_id = asked.report_id
    inner join identity on
        asked.family = identity.family and list_contains(stated.known, identity.columns[1])
),

-- Of several ways to test a rule the one that lacks least.
judged as (
    select
        rule,
        family,
        report_id,
        source_row,
        subject_id,
        min(len(missing)) = 0 as is_testable,
        arg_min(missing, len(missing)) as missing,
    from tried
    group by rule, family, report_id, source_row, subject_id
)

select
    judged.rule,
    judged.family,
    count(*) filter (where judged.is_testable) as rows_testable,
    count(*) filter (where not judged.is_testable) as rows_untestable,
    list_sort(
        list_distinct(
            flatten(coalesce(list(judged.missing) filter (where not judged.is_testable), []))
        )
    ) as missing_columns,
    count(distinct judged.subject_id) filter (where not judged.is_testable) as units_untestable,
from judged
group by judged.rule, judged.family
order by judged.rule, judged.family;
