-- What writes in a worker has a queue of its own, from which only those take who may write.
update procrastinate_jobs set task_name = 'sync', queue_name = 'writes'
where task_name = 'repair' and status in ('todo', 'doing');
