-- The language of the last message that was recognised with confidence; a chosen one goes before.
alter table preference add column written_in text;
