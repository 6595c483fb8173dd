-- The log. Three kinds of events, each with a UUIDv7; nothing here is ever changed or deleted, so two machines' logs
-- merge as a union of sets. `at` is in milliseconds since 1970 UTC, `day` is the learner's day (yyyy-mm-dd), which the
-- clock on the wall decided then and no later change of zone or rollover moves.

-- An answer, and what the scheduler decided on it: `was` the phase before, `phase`, `step` and `due` after.
CREATE TABLE review (
  id         TEXT PRIMARY KEY,
  at         INTEGER NOT NULL,
  day        TEXT NOT NULL CHECK (day IS date(day)),
  item       TEXT NOT NULL,
  rating     INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
  was        TEXT NOT NULL CHECK (was IN ('new', 'learning', 'review', 'relearning')),
  phase      TEXT NOT NULL CHECK (phase IN ('learning', 'review', 'relearning')),
  step       INTEGER CHECK ((step IS NULL) = (phase = 'review')),
  due        INTEGER NOT NULL,
  given      TEXT NOT NULL CHECK (json_valid(given)),
  outcome    TEXT NOT NULL,
  suggested  INTEGER CHECK (suggested BETWEEN 1 AND 4),
  elapsed_ms INTEGER NOT NULL CHECK (elapsed_ms >= 0),
  retention  REAL NOT NULL CHECK (retention > 0 AND retention < 1),
  confidence INTEGER CHECK (confidence BETWEEN 0 AND 3)
) STRICT;
-- What one item went through, in order.
CREATE INDEX review_item ON review (item, at, id);
-- Everything the table `day` is counted from.
CREATE INDEX review_day ON review (day, was, rating, elapsed_ms, id);

-- What the learner said about an item without answering it.
CREATE TABLE mark (
  id    TEXT PRIMARY KEY,
  at    INTEGER NOT NULL,
  day   TEXT NOT NULL CHECK (day IS date(day)),
  item  TEXT NOT NULL,
  kind  TEXT NOT NULL CHECK (kind IN ('suspend', 'unsuspend', 'bury', 'unbury', 'flag', 'unflag', 'forget')),
  until TEXT CHECK (until IS date(until)),
  CHECK ((until IS NULL) = (kind <> 'bury'))
) STRICT;
CREATE INDEX mark_item ON mark (item, at, id);

-- Takes one event back, as if it had never been. There is no way to take an undo back but to answer again.
CREATE TABLE undo (
  id     TEXT PRIMARY KEY,
  at     INTEGER NOT NULL,
  day    TEXT NOT NULL CHECK (day IS date(day)),
  review TEXT UNIQUE REFERENCES review (id),
  mark   TEXT UNIQUE REFERENCES mark (id),
  CHECK ((review IS NULL) <> (mark IS NULL))
) STRICT;

CREATE TRIGGER review_stays BEFORE UPDATE ON review BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER review_remains BEFORE DELETE ON review BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER mark_stays BEFORE UPDATE ON mark BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER mark_remains BEFORE DELETE ON mark BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER undo_stays BEFORE UPDATE ON undo BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER undo_remains BEFORE DELETE ON undo BEGIN SELECT raise(ABORT, 'the log is append-only'); END;

-- Derived from the log, and built again from it by `sysdrill doctor --rebuild`.

-- One row per item that has a schedule or a mark. All of phase..last_day are null for an item that was only marked.
CREATE TABLE card (
  item         TEXT PRIMARY KEY,
  phase        TEXT CHECK (phase IN ('learning', 'review', 'relearning')),
  step         INTEGER,
  stability    REAL,
  difficulty   REAL,
  due          INTEGER CHECK ((due IS NULL) = (phase IS NULL)),
  last         INTEGER CHECK ((last IS NULL) = (phase IS NULL)),
  last_day     TEXT,
  reviews      INTEGER NOT NULL,
  lapses       INTEGER NOT NULL,
  suspended    INTEGER NOT NULL CHECK (suspended IN (0, 1)),
  buried_until TEXT,
  flagged      INTEGER NOT NULL CHECK (flagged IN (0, 1))
) STRICT, WITHOUT ROWID;
-- The queue and the counts of it.
CREATE INDEX card_due ON card (due, suspended, buried_until, phase);

-- One row per day with at least one answer. `mature` answers went to items in the review phase, `kept` are those of
-- them that were not Again: kept / mature is the true retention.
CREATE TABLE day (
  day        TEXT PRIMARY KEY,
  reviews    INTEGER NOT NULL,
  new        INTEGER NOT NULL,
  again      INTEGER NOT NULL,
  mature     INTEGER NOT NULL,
  kept       INTEGER NOT NULL,
  elapsed_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
