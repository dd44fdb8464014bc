-- question: Which decks were saved, and which slides do they show in which order and under which titles?
-- grain:    one row per saved deck, by its id
-- params:   none
-- returns:  deck_id, version, title, proposals, slide_ids, slide_titles, hidden, entered_by, entered_at
with slide as (
    select
        deck_id,
        list(slide_id order by place) as slide_ids,
        list(title order by place) as slide_titles,
        list(is_hidden order by place) as hidden,
    from saved_deck_slide
    group by deck_id
)

select
    saved_deck.deck_id,
    saved_deck.version,
    saved_deck.title,
    saved_deck.proposals,
    slide.slide_ids,
    slide.slide_titles,
    slide.hidden,
    saved_deck.entered_by,
    saved_deck.entered_at,
from saved_deck
left join slide on saved_deck.deck_id = slide.deck_id
order by saved_deck.deck_id;
