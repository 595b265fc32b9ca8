-- A recheck that was promised is a message of the outbox that falls due: no other table keeps it.

-- What was made when its promise fell due was asked for when that was made.
update outbox set created_at = promise.made_at
from promise where kind = 'promise' and promise.id = about;

-- A promise that was taken back, or made anew under another id, may have left its message.
update outbox set state = 'withdrawn', lease_owner = null, lease_until = null
where kind = 'promise' and state = 'queued'
    and not exists (select from promise where promise.id = about and promise.state = 'open');

insert into outbox (id, reader, subject, actor, kind, about, state, due_at, not_before, attempts,
    created_at, expires_at)
select id, person_id, person_id, 'person:' || person_id, 'promise', id, 'queued', due_at, due_at, 0,
    made_at, expires_at
from promise
where state = 'open'
    and not exists (select from outbox where kind = 'promise' and about = promise.id);

update outbox set kind = 'recheck', about = null where kind = 'promise';

-- What is about no row is asked for once by each reader about each subject.
create unique index outbox_queued on outbox (kind, reader, subject)
    where about is null and state = 'queued';

-- The timers stay.
update procrastinate_jobs set task_name = 'drain', args = '{}'
where task_name = 'keep_promise' and status in ('todo', 'doing');

drop table promise;
