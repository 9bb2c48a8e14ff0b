-- What a client corrected for a sending, as JSON, for whatever channel uses it. The column email stays beside it: older
-- nodes read that one alone, and of the rows that they wrote it is all there is.
ALTER TABLE resends ADD COLUMN correction text;
-- When the other side reported that the customer has it; null where it has not, or cannot tell. It is told once, also
-- where the route has gone on since and the state stays what it is.
ALTER TABLE dispatches ADD COLUMN delivered_at bigint;
