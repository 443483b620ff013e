-- Runs, units and what they read. Times are microseconds since 1970.
-- A row of `resources` and `verdicts` holds from snapshot `first` on, up to but without snapshot `until`; without
-- `until` it still holds. What did not change is not written again.
CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

-- What was asked for. Snapshots of one scope are a line of their own.
CREATE TABLE lines (
  id    INTEGER PRIMARY KEY,
  scope TEXT NOT NULL UNIQUE
);

-- Ids are never used twice: intervals compare them.
CREATE TABLE snapshots (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  line      INTEGER NOT NULL REFERENCES lines,
  started   INTEGER NOT NULL,
  finished  INTEGER,
  steth     TEXT NOT NULL,
  catalog   TEXT NOT NULL,
  troubles  TEXT NOT NULL DEFAULT '[]',
  resources INTEGER NOT NULL DEFAULT 0,
  verdicts  INTEGER NOT NULL DEFAULT 0,
  -- what it read was given up for room; its times still tell how old an interval is
  forgotten INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE units (
  id       INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  scope    TEXT NOT NULL,
  region   TEXT NOT NULL,
  part     TEXT NOT NULL,
  UNIQUE (provider, scope, region, part)
);

CREATE TABLE readings (
  snapshot INTEGER NOT NULL,
  unit     INTEGER NOT NULL REFERENCES units,
  state    INTEGER NOT NULL,
  token    TEXT,
  pages    INTEGER NOT NULL DEFAULT 0,
  troubles TEXT NOT NULL DEFAULT '[]',
  ended    INTEGER,
  PRIMARY KEY (snapshot, unit)
) WITHOUT ROWID;
CREATE INDEX readings_of_unit ON readings (unit, snapshot);

-- The rows that each page showed.
CREATE TABLE pages (
  unit     INTEGER NOT NULL,
  snapshot INTEGER NOT NULL,
  page     INTEGER NOT NULL,
  seen     BLOB NOT NULL,
  PRIMARY KEY (unit, snapshot, page)
) WITHOUT ROWID;

-- Texts that stand often, by their keyed digest.
CREATE TABLE words (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);

CREATE TABLE places (
  id          INTEGER PRIMARY KEY,
  provider    TEXT NOT NULL,
  vendor_type TEXT NOT NULL,
  account     TEXT NOT NULL,
  region      TEXT NOT NULL,
  UNIQUE (provider, vendor_type, account, region)
);

CREATE TABLE rules (
  id        INTEGER PRIMARY KEY,
  service   TEXT NOT NULL,
  rule      TEXT NOT NULL,
  rule_name TEXT NOT NULL,
  UNIQUE (service, rule, rule_name)
);

CREATE TABLE resources (
  id       INTEGER PRIMARY KEY,
  unit     INTEGER NOT NULL REFERENCES units,
  resource INTEGER NOT NULL,
  place    INTEGER NOT NULL REFERENCES places,
  name     TEXT NOT NULL,
  recorded INTEGER,
  digest   INTEGER NOT NULL,
  first    INTEGER NOT NULL,
  until    INTEGER
);
CREATE INDEX resources_open ON resources (unit) WHERE until IS NULL;
CREATE INDEX resources_closed ON resources (unit, until) WHERE until IS NOT NULL;

-- Apart from the rows, so that reading what holds does not pass over every configuration.
CREATE TABLE bodies (
  id   INTEGER PRIMARY KEY,
  body BLOB NOT NULL
);

CREATE TABLE verdicts (
  id        INTEGER PRIMARY KEY,
  unit      INTEGER NOT NULL REFERENCES units,
  rule      INTEGER NOT NULL REFERENCES rules,
  resource  INTEGER NOT NULL,
  place     INTEGER NOT NULL REFERENCES places,
  verdict   INTEGER NOT NULL,
  remark    INTEGER NOT NULL,
  exemption TEXT,
  evaluated INTEGER,
  digest    INTEGER NOT NULL,
  first     INTEGER NOT NULL,
  until     INTEGER
);
CREATE INDEX verdicts_open ON verdicts (unit) WHERE until IS NULL;
CREATE INDEX verdicts_closed ON verdicts (unit, until) WHERE until IS NOT NULL;

CREATE TABLE ledger (
  snapshot  INTEGER NOT NULL,
  api       TEXT NOT NULL,
  calls     INTEGER NOT NULL,
  pages     INTEGER NOT NULL,
  items     INTEGER NOT NULL,
  denied    INTEGER NOT NULL,
  throttled INTEGER NOT NULL,
  failed    INTEGER NOT NULL,
  PRIMARY KEY (snapshot, api)
) WITHOUT ROWID;
