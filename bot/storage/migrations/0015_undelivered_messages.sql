-- A message is tried again for a day from its first failure on; then its reader is told, once.
alter table outbox add column failing_since timestamptz, add column told_at timestamptz;
-- Nobody is told today of what was lost long ago.
update outbox set told_at = now() where state in ('failed', 'unconfirmed');
create index outbox_reader on outbox (reader);
