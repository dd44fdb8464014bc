-- The sum of all rows, null where one of them is unknown; nothing to add is 0.
create macro strict_sum(n_rows, n_known, total) as
    case when n_rows = n_known then coalesce(total, 0) end;
