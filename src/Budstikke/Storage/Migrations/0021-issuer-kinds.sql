-- What a job of the issuer asks for is said by its kind. All of them stand in the client's one lane; invoices and
-- credit notes had a lane each before they had one issuer.
UPDATE jobs SET lane = 'issue:' || client_id WHERE kind IN ('issue-invoice', 'issue-credit-note');
UPDATE jobs SET kind = 'issue-credit-note'
WHERE kind IN ('issue', 'issue-invoice', 'issue-credit-note') AND content LIKE '{"refund":%';
UPDATE jobs SET kind = 'issue-run'
WHERE kind IN ('issue', 'issue-invoice') AND content LIKE '{"runId":%';
UPDATE jobs SET kind = 'issue' WHERE kind = 'issue-invoice';
