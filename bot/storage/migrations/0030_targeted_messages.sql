-- Messages in group chats and channels that only one person sees, until they vanish: a press on
-- one is known by its row, and its card is updated where it stands.
create table targeted_message (
    person_id text not null,
    message_id text not null,
    conversation_id text not null,
    service_url text not null,
    tenant_id text not null,
    bot_id text not null,
    user_id text not null,
    expires_at timestamptz not null,
    primary key (person_id, message_id)
);
create index targeted_message_expiry on targeted_message (expires_at);
