-- The nodes that work on one PostgreSQL: each holds a lock of its own session beside its row, and writes here every two
-- seconds by the server's clock. One whose lock is free and whose row is old is dead.
CREATE TABLE nodes (
  node bigint PRIMARY KEY,
  renewed_at bigint NOT NULL
);
