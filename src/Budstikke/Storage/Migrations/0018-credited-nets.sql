-- What a credit note gave back of each line without VAT, as JSON, so that the next of the order closes line and rate to the øre. Null until
-- it is issued, and of those that were issued before: there the document is read.
ALTER TABLE refunds ADD COLUMN nets text;
