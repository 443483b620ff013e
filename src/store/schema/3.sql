-- Rows of one page stand together in a run, so that a page is written and read at once: what tells them apart and what
-- is found by it in `heads`, their configurations in `bodies`. Rows of a kind are numbered on through all runs.
CREATE TABLE runs (
  id     INTEGER PRIMARY KEY,
  -- 0 resources, 1 verdicts
  kind   INTEGER NOT NULL,
  start  INTEGER NOT NULL,
  count  INTEGER NOT NULL,
  unit   INTEGER NOT NULL REFERENCES units,
  first  INTEGER NOT NULL,
  heads  BLOB NOT NULL,
  bodies BLOB NOT NULL
);
CREATE INDEX runs_of_unit ON runs (unit, kind);

-- Rows that hold no more. A row holds from the snapshot of its run on, up to but without `until`.
CREATE TABLE closed (
  kind  INTEGER NOT NULL,
  row   INTEGER NOT NULL,
  unit  INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (kind, row)
) WITHOUT ROWID;
CREATE INDEX closed_of_unit ON closed (unit, until);

-- What services remark, by its keyed digest.
CREATE TABLE remarks (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);
