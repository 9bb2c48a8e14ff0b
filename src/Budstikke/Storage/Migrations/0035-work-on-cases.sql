-- Who has taken a case, and until when it is put off.
ALTER TABLE cases ADD COLUMN taken_by text;
ALTER TABLE cases ADD COLUMN snoozed_until bigint;
