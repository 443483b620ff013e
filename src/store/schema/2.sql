-- What was found in a snapshot, for trends and comparisons, and the picture that shows at once.

-- The checks of a catalog with a digest of each, so that a finding that is not there can be told from a check that
-- was not, and a verdict that changed from a check that did.
CREATE TABLE catalogs (
  digest TEXT PRIMARY KEY,
  checks TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE checks (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE scopes (
  id          INTEGER PRIMARY KEY,
  provider    TEXT NOT NULL,
  side        TEXT NOT NULL,
  account     TEXT NOT NULL,
  region      TEXT NOT NULL,
  environment TEXT NOT NULL,
  UNIQUE (provider, side, account, region, environment)
);

-- All findings of one resource in one row: check and standing of each. Intervals as in `resources`, for each line.
CREATE TABLE findings (
  id        INTEGER PRIMARY KEY,
  line      INTEGER NOT NULL REFERENCES lines,
  scope     INTEGER NOT NULL REFERENCES scopes,
  resource  INTEGER NOT NULL,
  standings BLOB NOT NULL,
  first     INTEGER NOT NULL,
  until     INTEGER
);
CREATE INDEX findings_open ON findings (line) WHERE until IS NULL;
CREATE INDEX findings_closed ON findings (line, until) WHERE until IS NOT NULL;

CREATE TABLE rollups (
  snapshot INTEGER PRIMARY KEY,
  catalog  TEXT NOT NULL,
  body     BLOB NOT NULL
);
