-- A client's own accounts with providers of channels, as JSON; each key is encrypted.
ALTER TABLE clients ADD COLUMN provider_accounts text;
