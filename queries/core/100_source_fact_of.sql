-- The fact rows of the reports that answer for one metric in one period, with their places.
create macro source_fact_of(asked_metric_id, asked_period_id) as table
with part as materialized (
    select report_id from metric_part([asked_metric_id], [asked_period_id])
)

select source_fact.*
from source_fact((select list(part.report_id) from part)) as source_fact;
