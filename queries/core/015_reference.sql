-- Reference data that tells nothing of any unit: every viewer may read it.
create view field as
select * from ws.field;

create view sector as
select * from ws.sector;

create view setting as
select * from ws.setting;
