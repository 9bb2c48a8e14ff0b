-- The document that a case is about, whose orders are all of the case's: its subject may bear a number of its own.
ALTER TABLE cases ADD COLUMN invoice_id text;
UPDATE cases SET invoice_id = (
  SELECT o.invoice_id FROM invoice_orders o WHERE o.order_id = cases.order_id
  AND (cases.subject = o.invoice_id OR cases.subject LIKE o.invoice_id || '-%'));
