-- question: Which figures were frozen, for which period, when and by whom?
-- grain:    one row per frozen set
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  set_id, name, period_id, label, kind, start_date, end_date, as_of_seq, closed_at, closed_by, note, figures
with kept as (
    select
        set_id,
        count(*) as figures,
    from frozen_figure
    group by set_id
)

select
    frozen_set.set_id,
    frozen_set.name,
    frozen_set.period_id,
    coalesce(period.label, frozen_set.period_id) as label,
    period.kind,
    period.start_date,
    period.end_date,
    frozen_set.as_of_seq,
    frozen_set.closed_at,
    frozen_set.closed_by,
    frozen_set.note,
    coalesce(kept.figures, 0) as figures,
from frozen_set
left join period on frozen_set.period_id = period.period_id
left join kept on frozen_set.set_id = kept.set_id
where
    len($period_ids::varchar[]) = 0
    or frozen_set.period_id in (select unnest($period_ids::varchar[]))
order by frozen_set.closed_at desc, frozen_set.set_id desc;
