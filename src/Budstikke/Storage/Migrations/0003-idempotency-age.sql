-- Finds the answers that may be forgotten without reading those that may not.
CREATE INDEX idempotency_age ON idempotency (created_at);
