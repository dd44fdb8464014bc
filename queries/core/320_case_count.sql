-- The rules of counting files, by day and in Vietnam's time. The clock of a file stands still for its paused days, and
-- from the day on which it began to wait; where an export does not say since when it waits, it is in time.
create macro case_due(promised_on, paused_days) as
    promised_on + coalesce(paused_days, 0)::integer;

create macro case_clock(is_waiting, paused_from, last_day) as
    case
        when not is_waiting then last_day
        when paused_from is not null then least(paused_from, last_day)
    end;

-- The counts of form 06 from the files themselves, by unit, field and system. Lines are grouped by what is written in
-- them, under one number for the part of the period and the export, and names are looked up for the groups only: millions
-- of lines are read once, grouped by as little as can be, and joined to nothing large.
create macro case_count(period_ids) as table
with answer as materialized (
    select * from case_answer(period_ids)
),

asked as materialized (
    select
        row_number() over (order by period_id, part_id, revision_id) as asked_no,
        period_id,
        part_id,
        start_date,
        end_date,
        is_first,
        is_last,
        rows_file,
        revision_id,
    from answer
    group by
        period_id, part_id, start_date, end_date, is_first, is_last, rows_file, revision_id
),

dated as (
    select
        asked.asked_no,
        line.source_system,
        line.resolving,
        line.field,
        line.status,
        line.channel,
        line.received_on,
        case_due(line.promised_on, line.paused_days) as due_on,
        line.finished_on,
        line.paused_from,
        asked.start_date,
        asked.end_date,
    from asked
    inner join memory.case_line as line on asked.rows_file = line.rows_file
),

-- How a file stands, as one number, for grouping by it costs a third less than counting each condition over every line.
-- Tens: 1 received before the period, 2 in it, 0 without a day. Units: 0 done on time, 1 early, 2 late; open at the end 3,
-- 4 and overdue, 5 and overdue unless it waits; 6 neither. Null: over before the period, or received after it.
stood as (
    select
        asked_no,
        source_system,
        resolving,
        field,
        status,
        channel,
        case
            when finished_on < start_date or received_on > end_date then null
            else
                case
                    when received_on >= start_date then 20
                    when received_on is not null then 10
                    else 0
                end
                + case
                    when finished_on <= end_date
                        then case
                            when finished_on < due_on then 1
                            when finished_on > due_on then 2
                            else 0
                        end
                    when received_on is null then 6
                    when due_on < end_date
                        then case
                            when due_on < case_clock(finished_on is null, paused_from, end_date)
                                then 4
                            else 5
                        end
                    else 3
                end
        end::utinyint as standing,
    from dated
),

sorted as (
    select
        asked_no,
        source_system,
        resolving,
        field,
        status,
        channel,
        standing // 10 as arrival,
        standing % 10 as outcome,
        count(*) as n_lines,
    from stood
    group by asked_no, source_system, resolving, field, status, channel, standing
),

grouped as (
    select
        asked_no,
        source_system,
        resolving,
        field,
        status,
        channel,
        sum(case when arrival = 1 then n_lines else 0 end) as n_carried,
        sum(case when arrival = 2 then n_lines else 0 end) as n_new,
        sum(case when outcome <= 2 then n_lines else 0 end) as n_resolved,
        sum(case when outcome = 1 then n_lines else 0 end) as n_early,
        sum(case when outcome = 2 then n_lines else 0 end) as n_late,
        sum(case when outcome in (3, 4, 5) then n_lines else 0 end) as n_open,
        sum(case when outcome in (4, 5) then n_lines else 0 end) as n_overdue,
        sum(case when outcome = 4 then n_lines else 0 end) as n_overdue_waiting,
    from sorted
    where outcome is not null
    group by asked_no, source_system, resolving, field, status, channel
),

named as (
    select
        grouped.* exclude (asked_no),
        asked.period_id,
        asked.is_first,
        asked.is_last,
        answer.unit_id,
        coalesce(field.matched_id, '?' || grouped.field) as field_id,
        status.matched_id as status_id,
        channel.matched_id as channel_id,
        case
            when status.matched_id in ('supplement', 'paused') then grouped.n_overdue_waiting
            else grouped.n_overdue
        end as n_pending_overdue,
    from grouped
    inner join asked on grouped.asked_no = asked.asked_no
    inner join answer on
        asked.period_id = answer.period_id
        and asked.part_id = answer.part_id
        and asked.revision_id = answer.revision_id
        and grouped.source_system = answer.source_system
        and grouped.resolving = answer.resolving
    left join case_name as field on
        asked.revision_id = field.revision_id
        and field.kind = 'field'
        and grouped.field = field.written
    left join case_name as status on
        asked.revision_id = status.revision_id
        and status.kind = 'status'
        and grouped.status = status.written
    left join case_name as channel on
        asked.revision_id = channel.revision_id
        and channel.kind = 'channel'
        and grouped.channel = channel.written
    where status.matched_id is distinct from 'refused'
)

-- Flows are added over the parts of a period; carried over is that of the first part, pending that of the last. Channels
-- are unknown where a new file's channel is.
select
    period_id,
    unit_id,
    field_id,
    source_system,
    (sum(n_new) + coalesce(sum(n_carried) filter (where is_first), 0))::bigint as received_total,
    case
        when coalesce(sum(n_new) filter (where channel_id is null), 0) = 0
            then coalesce(sum(n_new) filter (where channel_id = 'online'), 0)::bigint
    end as received_online,
    case
        when coalesce(sum(n_new) filter (where channel_id is null), 0) = 0
            then coalesce(sum(n_new) filter (where channel_id <> 'online'), 0)::bigint
    end as received_offline,
    coalesce(sum(n_carried) filter (where is_first), 0)::bigint as carried_over,
    sum(n_resolved)::bigint as resolved_total,
    sum(n_early)::bigint as resolved_early,
    sum(n_resolved - n_early - n_late)::bigint as resolved_on_time,
    sum(n_late)::bigint as resolved_late,
    coalesce(sum(n_open) filter (where is_last), 0)::bigint as pending_total,
    coalesce(sum(n_open - n_pending_overdue) filter (where is_last), 0)::bigint as pending_in_time,
    coalesce(sum(n_pending_overdue) filter (where is_last), 0)::bigint as pending_overdue,
    coalesce(sum(n_resolved) filter (where status_id = 'returned'), 0)::bigint
        as returned_withdrawn,
    coalesce(sum(n_open) filter (where is_last and status_id = 'supplement'), 0)::bigint
        as awaiting_supplement,
from named
group by period_id, unit_id, field_id, source_system;
