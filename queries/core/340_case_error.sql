-- Files that spoil statistics ("hồ sơ gây lỗi thống kê"): a line for each file and each thing that is wrong with it. A day is
-- in the future when it lies after the last one of which its export tells.
create macro case_error(period_ids) as table
select
    case_row.* exclude (is_late, is_overdue, is_open, is_resolved, days_late),
    unnest(list_filter(
        [
            case
                when channel_id = 'online' and service_level_id = 'none' then 'online_below_level'
            end,
            case when received_on is null then 'no_received' end,
            case when finished_on is null and status_id = 'done' then 'no_finished' end,
            case when received_on > as_of_on then 'received_in_future' end,
            case when finished_on > as_of_on then 'finished_in_future' end,
            case when finished_on < received_on then 'finished_before_received' end,
        ],
        lambda error: error is not null
    )) as error,
from case_row(period_ids) as case_row
where is_last and is_counted;

-- Lines of exports that were no files, for who sees every unit: they belong to none.
create view case_reject as
select
    case_batch.revision_id,
    case_batch.file_name,
    rejected.line,
    rejected.reason,
    rejected.code,
    rejected.value,
from memory.case_rejected_line as rejected
inner join case_batch on rejected.rejects_file = case_batch.rejects_file
where getvariable('viewer_sees_all');
