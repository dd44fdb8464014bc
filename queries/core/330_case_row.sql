-- Each file of the exports that answer for a period, with its days, its words looked up, and how it stands: resolved in the
-- period (and late?), or open at its end (and overdue?). Whoever asks for counts asks `case_count`.
create macro case_row(period_ids) as table
with answer as materialized (
    select * from case_answer(period_ids)
),

worded as (
    select
        answer.period_id,
        answer.part_id,
        answer.start_date,
        answer.end_date,
        answer.is_last,
        answer.unit_id,
        answer.as_of_on,
        line.code,
        line.procedure_code,
        line.procedure_name,
        line.source_system,
        line.receiving as receiving_written,
        receiving.matched_id as receiving_unit_id,
        line.field as field_written,
        coalesce(field.matched_id, '?' || line.field) as field_id,
        line.received_on,
        line.promised_on,
        case_due(line.promised_on, line.paused_days) as due_on,
        line.finished_on,
        line.moved_on,
        line.paused_from,
        line.status as status_written,
        status.matched_id as status_id,
        channel.matched_id as channel_id,
        service_level.matched_id as service_level_id,
    from answer
    inner join memory.case_line as line on
        answer.rows_file = line.rows_file
        and answer.source_system = line.source_system
        and answer.resolving = line.resolving
    left join case_name as receiving on
        answer.revision_id = receiving.revision_id
        and receiving.kind = 'unit'
        and line.receiving = receiving.written
    left join case_name as field on
        answer.revision_id = field.revision_id
        and field.kind = 'field'
        and line.field = field.written
    left join case_name as status on
        answer.revision_id = status.revision_id
        and status.kind = 'status'
        and line.status = status.written
    left join case_name as channel on
        answer.revision_id = channel.revision_id
        and channel.kind = 'channel'
        and line.channel = channel.written
    left join case_name as service_level on
        answer.revision_id = service_level.revision_id
        and service_level.kind = 'level'
        and line.service_level = service_level.written
),

judged as (
    select
        *,
        coalesce(status_id <> 'refused', true) as is_counted,
        coalesce(finished_on between start_date and end_date, false) as is_resolved,
        (
            coalesce(received_on <= end_date, false)
            and coalesce(finished_on > end_date, true)
        ) as is_open,
        case_clock(
            finished_on is null and coalesce(status_id in ('supplement', 'paused'), false),
            paused_from,
            end_date
        ) as clock_on,
    from worded
)

select
    * exclude (clock_on),
    is_counted and is_resolved and coalesce(finished_on > due_on, false) as is_late,
    is_counted and is_open and is_last and coalesce(due_on < clock_on, false) as is_overdue,
    case
        when is_resolved then datediff('day', due_on, finished_on)
        when is_open then datediff('day', due_on, clock_on)
    end as days_late,
from judged;

-- The bands of days by which open files are overdue (data/reference/overdue_ages.csv).
create view overdue_age as
select * from age_band;

-- Open overdue files by band of days, of each unit or of each field (`grouped_by`), every band with its row.
create macro overdue_age_of(grouped_by, asked_period, unit_list, field_list, level_list) as table
with overdue as (
    select
        case when grouped_by = 'unit' then case_row.unit_id else case_row.field_id end as part_id,
        case_row.days_late,
    from case_row([asked_period]) as case_row
    inner join unit on case_row.unit_id = unit.unit_id
    where
        case_row.is_overdue
        and (len(unit_list) = 0 or case_row.unit_id in (select unnest(unit_list)))
        and (len(field_list) = 0 or case_row.field_id in (select unnest(field_list)))
        and (len(level_list) = 0 or unit.level in (select unnest(level_list)))
),

part as (
    select distinct part_id from overdue
),

counted as (
    select
        part.part_id,
        overdue_age.band,
        overdue_age.first_day,
        overdue_age.last_day,
        count(overdue.days_late) as cases,
    from part
    cross join overdue_age
    left join overdue on
        part.part_id is not distinct from overdue.part_id
        and overdue_age.first_day <= overdue.days_late
        and overdue_age.last_day >= overdue.days_late
    group by part.part_id, overdue_age.band, overdue_age.first_day, overdue_age.last_day
)

select
    part_id,
    band,
    first_day,
    case when band < max(band) over () then last_day end as last_day,
    cases,
    (sum(cases) over (partition by part_id))::bigint as cases_in_all,
from counted;
