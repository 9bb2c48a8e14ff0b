-- Who has due jobs, without looking at each client that has some which are put off. The sum keeps the planner from taking this
-- index where jobs_due is meant, which has the client before the moment.
CREATE INDEX jobs_by_moment ON jobs (kind, (due_at + 0));
