-- When a message was last begun to be sent, and when it was noted how it ended.
alter table outbox add column begun_at timestamptz, add column ended_at timestamptz;

-- The helpdesk asks somebody to look at their photo, and follows what becomes of it.
create table helpdesk_case (
    id uuid primary key,
    -- By which the person can ask whether the message is from the bot, and agents find the case.
    reference text not null unique,
    subject text not null,
    -- Who has it.
    agent text not null,
    -- Since when that is no agent any more, so that any agent may take the case.
    left_at timestamptz,
    created_at timestamptz not null,
    -- When it expires, unless it is closed before.
    until timestamptz not null,
    ended_at timestamptz,
    expires_at timestamptz not null
);
-- Of two agents who ask one person at a time, the second joins the first.
create unique index helpdesk_case_open on helpdesk_case (lower(subject)) where ended_at is null;
create index helpdesk_case_subject on helpdesk_case (lower(subject), created_at);
create index helpdesk_case_until on helpdesk_case (until) where ended_at is null;
create index helpdesk_case_expiry on helpdesk_case (expires_at);

-- What happened to a case; rows are added and never changed, and its state is computed from them.
-- What became of its messages is in the outbox, whose rows are about those of the kind `asked`.
create table helpdesk_event (
    id uuid primary key,
    case_id uuid not null references helpdesk_case on delete cascade,
    kind text not null,
    at timestamptz not null,
    -- Who did it; null for what a check or a service told.
    actor text,
    -- To whom the case was given.
    agent text,
    -- Of the company's ticket system.
    ticket text,
    link text,
    -- An agent's note, or the person's answer.
    words text,
    -- What a check found, and how a sync ended.
    verdict text,
    remedy text,
    causes text[],
    ending text
);
-- A result that several behaviours note is kept once.
create unique index helpdesk_event_once on helpdesk_event (case_id, kind, at, coalesce(actor, ''));
