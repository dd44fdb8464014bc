-- Frozen sets, whoever asks and as of whenever: a name can be asked for at any moment.
create view frozen_set as
select * from ws.frozen_set;

-- The periods that are closed: those of a frozen set, with the quarters and months that they are made up of.
create view closed_period as
select
    period_part.part_id as period_id,
    min(frozen_set.closed_at) as closed_at,
    first(frozen_set.set_id order by frozen_set.closed_at, frozen_set.set_id) as set_id,
from frozen_set
inner join period_part on frozen_set.period_id = period_part.period_id
group by period_part.part_id;
