-- question: Of which levels does any report speak in a period, by itself or by its parts?
-- grain:    one row per level of units, or of stated totals, that a report or duty is about
-- params:   $period_id varchar
-- returns:  level
select distinct coalesce(unit.level, report.level) as level
from answering_report as report
left join unit on report.unit_id = unit.unit_id
where
    report.period_id in (
        select period_part.part_id
        from period_part
        where period_part.period_id = $period_id
    )
    and coalesce(unit.level, report.level) is not null
order by level;
