-- The last version of each saved deck. What a deck is made of does not depend on the moment asked for.
create view saved_deck as
select deck.*
from ws.deck as deck
qualify row_number() over (partition by deck.deck_id order by deck.version desc) = 1;

create view saved_deck_slide as
select slide.*
from ws.deck_slide as slide
inner join saved_deck on slide.deck_id = saved_deck.deck_id and slide.version = saved_deck.version;
