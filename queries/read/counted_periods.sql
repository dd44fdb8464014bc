-- question: Of which periods do reports give counts, so that metrics have something to tell?
-- grain:    one row per period; one of which only scores came in has none
-- params:   none
-- returns:  period_id
select distinct period_id
from report
where family <> 'score'
order by period_id;
