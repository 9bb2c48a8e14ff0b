-- Only `verify` asked for a job by its subject, and each job paid for it with a page somewhere in the file.
DROP INDEX jobs_subject;
