-- Where a person can be written to: the personal chat.
create table conversation (
    person_id text primary key,
    conversation_id text not null,
    service_url text not null,
    tenant_id text not null,
    bot_id text not null,
    user_id text not null,
    locale text
);

-- How far every card has come. Facts hold no photo and no name.
create table card (
    id uuid primary key,
    person_id text not null,
    conversation_id text not null,
    -- The activity that asked: asked again, it starts no second card.
    request_id text not null,
    message_id text,
    state text not null,
    locale text,
    facts jsonb not null,
    -- Who works on it. Work whose lease has run out is taken over.
    lease_owner text,
    lease_until timestamptz,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    unique (conversation_id, request_id),
    check ((lease_owner is null) = (lease_until is null))
);
create index card_lease on card (lease_until) where lease_until is not null;
create index card_expiry on card (expires_at);

-- The audit: an effect is written down before anything of a person's is changed, its result after.
-- It outlives the card that it came from.
create table effect (
    id uuid primary key,
    card_id uuid,
    person_id text not null,
    actor text not null,
    target text not null,
    action text not null,
    at timestamptz not null,
    expires_at timestamptz not null
);
create index effect_card on effect (card_id, at);
create index effect_person on effect (person_id, at);
create index effect_expiry on effect (expires_at);

create table effect_result (
    effect_id uuid primary key references effect on delete cascade,
    outcome text not null,
    detail text,
    at timestamptz not null
);
