-- The stated counts of some reports, one row per fact row and column, unknown and derived ones as null; of superseded
-- reports too, so that a count can be held against what it replaced.
create macro stated_counts(report_ids) as table
select
    counted.* exclude (derived)
    replace (case when counted.derived[counted.column_id] is null then counted.value end as value),
from (
select *
from (
    select
        fact.* exclude (note),
    from ws.fact_dossier as fact
    semi join visible_report on fact.report_id = visible_report.report_id
    where fact.report_id in (select unnest(report_ids::bigint[]))
) as stated_row
unpivot include nulls (
    value for column_id in (
        columns(
            * exclude (
                report_id, source_row, field_id, part, source_system, is_vertical, derived
            )
        )
    )
)
union all by name
select *
from (
    select
        fact.* exclude (note),
    from ws.fact_procedure as fact
    semi join visible_report on fact.report_id = visible_report.report_id
    where fact.report_id in (select unnest(report_ids::bigint[]))
) as stated_row
unpivot include nulls (
    value for column_id in (
        columns(
            * exclude (
                report_id, source_row, field_id, part, source_system, is_vertical, derived
            )
        )
    )
)
union all by name
select *
from (
    select
        fact.* exclude (
            note, obligation, standard_version, iso_status, rating, announced_on, conversion_due_on
        ),
    from ws.fact_iso as fact
    semi join visible_report on fact.report_id = visible_report.report_id
    where fact.report_id in (select unnest(report_ids::bigint[]))
) as stated_row
unpivot include nulls (
    value for column_id in (
        columns(
            * exclude (
                report_id, source_row, field_id, part, source_system, is_vertical, derived
            )
        )
    )
)
union all by name
select *
from (
    select
        fact.* exclude (note),
    from ws.fact_document as fact
    semi join visible_report on fact.report_id = visible_report.report_id
    where fact.report_id in (select unnest(report_ids::bigint[]))
) as stated_row
unpivot include nulls (
    value for column_id in (
        columns(
            * exclude (
                report_id, source_row, field_id, part, source_system, is_vertical, derived
            )
        )
    )
)
union all by name
select *
from (
    select
        fact.* exclude (note),
    from ws.fact_certificate as fact
    semi join visible_report on fact.report_id = visible_report.report_id
    where fact.report_id in (select unnest(report_ids::bigint[]))
) as stated_row
unpivot include nulls (
    value for column_id in (
        columns(
            * exclude (
                report_id, source_row, field_id, part, source_system, is_vertical, derived
            )
        )
    )
)
union all by name
select *
from (
    select
        fact.* exclude (note, submitted_on, document_no),
    from ws.fact_submission as fact
    semi join visible_report on fact.report_id = visible_report.report_id
    where fact.report_id in (select unnest(report_ids::bigint[]))
) as stated_row
unpivot include nulls (
    value for column_id in (
        columns(
            * exclude (
                report_id, source_row, field_id, part, source_system, is_vertical, derived
            )
        )
    )
)
) as counted;

-- One figure per report and column: the sum over the fields when each has the count, else the total stated beside them.
create macro report_counts(report_ids) as table
select
    report_id,
    column_id,
    count(*) filter (where field_id is not null) as n_fields,
    case
        when
            count(*) filter (where field_id is not null) > 0
            and count(*) filter (where field_id is not null and value is null) = 0
            then sum(value) filter (where field_id is not null)
    end as fields_value,
    coalesce(
        max(value) filter (where field_id is null and source_system is null),
        sum(value) filter (where field_id is null)
    ) as total_value,
    coalesce(
        min(source_row) filter (where field_id is null and source_system is null),
        min(source_row) filter (where field_id is null),
        min(source_row)
    ) as total_row,
    coalesce(fields_value, total_value) as value,
from stated_counts(report_ids)
where part is null and not is_vertical
group by report_id, column_id;
