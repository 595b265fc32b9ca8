-- Until when a person wants no unasked message, and when one was last written, about which change.
alter table preference
    add column paused_until timestamptz,
    add column written_to_at timestamptz,
    add column written_for uuid;
-- Directories write object ids in small letters, which clients need not.
create index conversation_subject on conversation (lower(person_id));
create index preference_subject on preference (lower(person_id));

-- A message about a photo change, or in shadow mode one that would have been sent.
create table nudge (
    id uuid primary key,
    change_id uuid not null,
    subject text not null,
    -- What was noticed, as the change itself may be replaced by a later one.
    kind text not null,
    noticed_at timestamptz not null,
    -- By which the person can ask whether it is from the bot.
    reference text not null unique,
    is_shadow boolean not null,
    created_at timestamptz not null,
    -- When it was noted how its message ended.
    ended_at timestamptz,
    -- A sync that the policy made before it was told, and how that ended.
    sync_ending text,
    -- When it was first sent, as far as the channel confirmed it.
    sent_at timestamptz,
    -- The card that shows it, when its truth was last looked at, and since when it is settled.
    card_id uuid,
    looked_at timestamptz,
    settled_at timestamptz,
    expires_at timestamptz not null
);
create index nudge_change on nudge (change_id);
create index nudge_subject on nudge (subject, created_at);
create index nudge_look on nudge (looked_at) where card_id is not null and settled_at is null;
create index nudge_expiry on nudge (expires_at);

create index photo_change_noticed on photo_change (noticed_at);

-- Everything waits while an administrator has paused it, or since too many photos changed at once.
create table watch_hold (
    one boolean primary key default true check (one),
    paused_at timestamptz,
    held_at timestamptz,
    held_because text,
    released_at timestamptz
);
insert into watch_hold default values;

-- Members of the policy's groups, of the latest reading; those of others are being read, or left.
create table policy_group_member (
    reading uuid not null,
    subject text not null,
    kind text not null check (kind in ('pilot', 'excluded')),
    primary key (subject, kind, reading)
);
create table policy_groups_read (
    one boolean primary key default true check (one),
    reading uuid,
    -- The groups that were read, as the settings named them.
    groups text,
    read_at timestamptz,
    -- When the latest attempt was made, and whether it failed.
    tried_at timestamptz,
    failed boolean not null default false
);
insert into policy_groups_read default values;
