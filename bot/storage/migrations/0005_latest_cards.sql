-- Somebody asks what was found for them, and what is under way.
create index card_person on card (person_id);
