-- Who a customer is, by more than a telephone number and for its client alone: null for one that came before this, until it comes again.
-- identity_hash is what the releases before knew it by; of a customer that came after them it is the customer's own id. A node of such a
-- release goes on beside us: it finds those that it knows, and makes rows without a key.
ALTER TABLE customers ADD COLUMN key_hash text;
CREATE UNIQUE INDEX customers_key ON customers (key_hash);
-- Those that may still get one; in a new store it stays empty. Not IS NULL: for that SQLite would read the index above, all of it.
CREATE INDEX customers_without_key ON customers (identity_hash) WHERE coalesce(key_hash, '') = '';
