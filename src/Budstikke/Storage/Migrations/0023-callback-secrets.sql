-- While one callback secret takes the place of another: the one before it, until when both sign, and from when the
-- checksum is the new one's. All three or none; what is over is not looked at.
ALTER TABLE clients ADD COLUMN earlier_callback_secret text;
ALTER TABLE clients ADD COLUMN callback_overlap_until bigint;
ALTER TABLE clients ADD COLUMN callback_checksum_from bigint;
