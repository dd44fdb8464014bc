-- Which export answers for a unit of a system in a period: the last one that covers it and names the unit. As with reports,
-- the period itself goes before its parts, and no part may be missing while the unit existed. Never two for one.
create macro case_answer(period_ids) as table
with covered as (
    select
        part.period_id,
        part.tiling,
        part.part_id,
        part.start_date,
        part.end_date,
        part.is_first,
        part.is_last,
        case_unit.unit_id,
        case_unit.source_system,
        case_unit.resolving,
        case_unit.valid_from,
        case_unit.valid_to,
        case_batch.revision_id,
        case_batch.rows_file,
        case_batch.as_of_on,
    from period_part as part
    inner join case_batch on
        part.start_date >= case_batch.covers_from
        and part.end_date <= case_batch.covers_to
    inner join case_unit on case_batch.revision_id = case_unit.revision_id
    where part.period_id in (select unnest(period_ids::varchar[]))
    qualify
        case_batch.accepted_seq = max(case_batch.accepted_seq) over (
            partition by
                part.period_id,
                part.tiling,
                part.part_id,
                case_unit.unit_id,
                case_unit.source_system
        )
),

subject as (
    select distinct
        period_id,
        tiling,
        unit_id,
        valid_from,
        valid_to,
    from covered
),

found as (select distinct period_id, tiling, part_id, unit_id from covered),

complete as (
    select
        subject.period_id,
        subject.tiling,
        subject.unit_id,
    from subject
    inner join period_part as part on
        subject.period_id = part.period_id
        and subject.tiling = part.tiling
    left join found on
        subject.period_id = found.period_id
        and subject.tiling = found.tiling
        and subject.unit_id = found.unit_id
        and part.part_id = found.part_id
    group by subject.period_id, subject.tiling, subject.unit_id
    having
        bool_and(
            found.part_id is not null
            or coalesce(subject.valid_from > part.end_date, false)
            or coalesce(subject.valid_to < part.start_date, false)
        )
),

chosen as (
    select *
    from complete
    qualify tiling = min(tiling) over (partition by period_id, unit_id)
)

select covered.* exclude (valid_from, valid_to)
from covered
semi join chosen on
    covered.period_id = chosen.period_id
    and covered.tiling = chosen.tiling
    and covered.unit_id = chosen.unit_id;
