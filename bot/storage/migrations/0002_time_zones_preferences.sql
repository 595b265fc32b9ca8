-- The person's time zone, as their client names it (IANA), for what the bot says of moments.
alter table conversation add column timezone text;
alter table card add column timezone text;

-- What a person asked for: it outlives the conversation.
create table preference (
    person_id text primary key,
    -- The language that they chose, in place of their client's.
    language text,
    -- Whether they asked not to be written to unasked.
    quiet boolean not null default false
);
