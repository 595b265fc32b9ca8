-- An agent follows a case by one card in their own chat, which is updated in place.
create table case_following (
    id uuid primary key,
    case_id uuid not null references helpdesk_case on delete cascade,
    -- Object id of who follows.
    agent text not null,
    -- The card's row; null before there is one.
    card uuid,
    -- Which version of the case the card shows; null where that is not known.
    shown text,
    -- When the card was last written, or that was tried.
    written_at timestamptz,
    -- When the agent was to be told that the photo is in sync, by a card before this one.
    told_at timestamptz,
    -- Which process writes the card now.
    lease_owner text,
    lease_until timestamptz,
    created_at timestamptz not null,
    ended_at timestamptz,
    check ((lease_owner is null) = (lease_until is null))
);
create unique index case_following_open on case_following (case_id, agent) where ended_at is null;
create index case_following_case on case_following (case_id);
create index case_following_card on case_following (card);

-- The version of a case, which is another one whenever something happened to it. Events are only
-- added, so that their number says which there are. What became of a message follows from what its
-- row says here.
create function case_version(uuid) returns text language sql stable as $$
    select (select count(*) from helpdesk_event where case_id = $1) || '/' || coalesce((
        select md5(string_agg(
            concat_ws(' ', outbox.id, state, reason, opened_at), ',' order by outbox.id
        ))
        from helpdesk_event join outbox on about = helpdesk_event.id and outbox.kind = 'case'
        where case_id = $1 and helpdesk_event.kind = 'asked'
    ), '')
$$;

-- Under which lease of its subject a write was made: those of one act have the same.
alter table effect add column lease uuid;
create index effect_of_agents on effect (at) where actor like 'agent:%';
create index effect_lease on effect (lease);
