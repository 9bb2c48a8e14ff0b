-- The order that an entry is of; null where it is the whole invoice's. On a collective invoice a credit is of one of
-- its orders, which the refund says that the credit note was issued for.
ALTER TABLE ledger ADD COLUMN order_id text;
UPDATE ledger SET order_id = (SELECT r.order_id FROM refunds r WHERE r.credit_note_id = ledger.document_id)
WHERE document_id IS NOT NULL;
