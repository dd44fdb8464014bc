-- Every period that can be asked for: those reported, those made up of them, and the range of this very question.
create view period as
select * from memory.known_period
union all by name
select unnest(getvariable('asked_periods'), recursive := true);

create view period_part as
select * from memory.known_period_part
union all by name
select unnest(getvariable('asked_parts'), recursive := true);
