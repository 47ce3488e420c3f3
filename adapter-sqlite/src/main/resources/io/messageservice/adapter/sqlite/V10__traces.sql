-- Which trace led to a row of change_log or message, where one did (W3C Trace Context): rows of other
-- commands have no row here. Kept as long as the log.
CREATE TABLE change_trace (
  row INTEGER PRIMARY KEY,
  traceparent TEXT NOT NULL
);

PRAGMA user_version = 10;
