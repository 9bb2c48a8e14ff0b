-- A refund that no lawful credit note can be made of does not count any more; a person tries it again, as another refund, or withdraws it.
ALTER TABLE refunds ADD COLUMN rejected_at bigint;
ALTER TABLE refunds ADD COLUMN withdrawn_at bigint;
UPDATE refunds SET rejected_at = (
  SELECT max(f.at) FROM facts f WHERE f.order_id = refunds.order_id AND f.kind = 'CreditNoteRejected'
  AND f.content LIKE '{"refund":' || refunds.refund || ',%')
WHERE credit_note_id IS NULL;
-- What an order's cases are closed by when their cause is gone.
CREATE INDEX cases_order ON cases (order_id);

-- An order that was to be invoiced at once and could not be is set aside like a collected one, so that whoever says `run now` takes it:
-- the indexes of 0006 with those orders in them.
CREATE INDEX orders_runs ON orders (client_id, held_until)
  WHERE state = 'SENT' AND (invoice_interval <> 0 OR separate_invoices = 0 OR held_until = 9223372036854775807);
CREATE INDEX orders_runs_customer ON orders (client_id, customer_id, accepted_at, order_id)
  WHERE state = 'SENT' AND (invoice_interval <> 0 OR separate_invoices = 0 OR held_until = 9223372036854775807);
DROP INDEX orders_held;
DROP INDEX orders_held_customer;
UPDATE orders SET held_until = 9223372036854775807
WHERE state = 'SENT' AND order_id IN (SELECT order_id FROM cases WHERE kind = 'invoice-rejected');

-- The document that a case is about, whose orders are all of the case's: its subject may bear a number of its own.
ALTER TABLE cases ADD COLUMN invoice_id text;
UPDATE cases SET invoice_id = (
  SELECT o.invoice_id FROM invoice_orders o WHERE o.order_id = cases.order_id
  AND (cases.subject = o.invoice_id OR cases.subject LIKE o.invoice_id || '-%'));
