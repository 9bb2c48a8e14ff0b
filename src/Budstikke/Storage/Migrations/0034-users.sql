-- Who may open the console. Of an operator the client is empty. A name is what a person signs in with.
CREATE TABLE users (
  user_id text PRIMARY KEY,
  client_id text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  password text,
  totp text,
  totp_step bigint NOT NULL DEFAULT 0,
  created_at bigint NOT NULL,
  disabled_at bigint
);
CREATE UNIQUE INDEX users_name ON users (name);
-- An invitation, or the demonstration's way in: only the hash of what the link holds.
CREATE TABLE user_links (
  link_hash text PRIMARY KEY,
  client_id text NOT NULL,
  user_id text NOT NULL REFERENCES users (user_id),
  kind text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint
);
CREATE TABLE user_recovery_codes (
  user_id text NOT NULL REFERENCES users (user_id),
  client_id text NOT NULL,
  code_hash text NOT NULL,
  used_at bigint,
  PRIMARY KEY (user_id, code_hash)
);
-- Only the hash of the cookie. For whom an operator acts, and why, is the session's.
CREATE TABLE user_sessions (
  session_hash text PRIMARY KEY,
  client_id text NOT NULL,
  user_id text NOT NULL REFERENCES users (user_id),
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  proved_at bigint NOT NULL,
  ended_at bigint,
  address text,
  acts_for text,
  acts_because text
);
CREATE INDEX user_sessions_user ON user_sessions (user_id, created_at);
