-- What it is that a simulated channel would have sent; null in what an older node beside this one writes.
ALTER TABLE sandbox_outbox ADD COLUMN media_type text;
UPDATE sandbox_outbox SET media_type = CASE WHEN channel IN ('Ehf', 'EInvoice') THEN 'application/xml'
  WHEN channel = 'ServiceMail' THEN 'text/plain' ELSE 'application/pdf' END;
CREATE INDEX sandbox_outbox_client ON sandbox_outbox (client_id, sent_at, outbox_key);
-- What became of the mail about a case: when somebody was told; the evidence, or why nobody was.
ALTER TABLE cases ADD COLUMN told_at bigint;
ALTER TABLE cases ADD COLUMN told text;
