-- Where figures that were typed stand in their document, in place of sheet and cell. It says nothing of who may see them:
-- whoever reads it joins reports that the viewer may see.
create view keyed_cell as
select
    report_id,
    source_row,
    column_id,
    'trang ' || page || case when paragraph <> '' then ', đoạn ' || paragraph else '' end as place,
from ws.keyed_place;
