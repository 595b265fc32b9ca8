-- Up to which of its messages, in milliseconds since 1970, the person read the chat.
alter table conversation add column last_read bigint;
create index outbox_unopened on outbox (lower(reader))
    where state = 'delivered' and opened_at is null;
