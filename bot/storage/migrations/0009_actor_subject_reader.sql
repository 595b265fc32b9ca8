-- Who asked (actor), whose photo it is about (subject), and who sees it (reader) were one person.
-- An actor is text such as person:<object id> or command.
alter table card rename column person_id to subject;
alter table card add column reader text, add column actor text;
update card set reader = subject, actor = 'person:' || subject;
alter table card alter column reader set not null, alter column actor set not null;
alter index card_person rename to card_subject;

-- Which act a write was part of. Of earlier ones it is only certain for commands, which sync.
alter table effect rename column person_id to subject;
alter table effect add column act text;
update effect set actor = 'person:' || subject where actor = 'person';
update effect set act = 'sync' where actor = 'command';
alter index effect_person rename to effect_subject;

-- What was called the subject of a message is the row that it is about, if there is one. It was
-- asked for a moment that stays (due_at), while that of the next attempt moves (not_before).
alter table outbox rename column subject to about;
alter table outbox rename column person_id to reader;
alter table outbox alter column about drop not null;
alter table outbox add column subject text, add column actor text, add column due_at timestamptz;
update outbox set
    subject = reader,
    actor = 'person:' || reader,
    due_at = coalesce(
        (select promise.due_at from promise where kind = 'promise' and promise.id = about),
        not_before
    );
alter table outbox
    alter column subject set not null,
    alter column actor set not null,
    alter column due_at set not null;
alter table outbox rename constraint outbox_kind_subject_key to outbox_kind_about_key;
