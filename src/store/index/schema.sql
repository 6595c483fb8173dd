-- The content index: what the files of all packs say, ready for queues, pages and search. It is a cache: any doubt about
-- it ends in deleting it. `live` rows are those that count: the later pack wins by id. `chapter`, `seq` and `items` are
-- filled in by resolve.sql once all files are in.

CREATE TABLE file (
  key      INTEGER PRIMARY KEY,
  pack     TEXT NOT NULL,
  rank     INTEGER NOT NULL,      -- the pack's place; the higher one wins
  path     TEXT NOT NULL,
  version  TEXT NOT NULL,         -- changes when the file changes
  problems TEXT NOT NULL,         -- JSON, content's own
  UNIQUE (pack, path)
) STRICT;

-- What a file defines and what it points at, for the checks across files. The kinds are content's own words.
CREATE TABLE def (
  file INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id   TEXT NOT NULL,
  line INTEGER NOT NULL,
  col  INTEGER NOT NULL
) STRICT;
CREATE INDEX def_file ON def (file);
CREATE INDEX def_id ON def (kind, id);

CREATE TABLE ref (
  file INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id   TEXT NOT NULL,
  line INTEGER NOT NULL,
  col  INTEGER NOT NULL
) STRICT;
CREATE INDEX ref_file ON ref (file);
CREATE INDEX ref_id ON ref (kind, id);

CREATE TABLE chapter (
  key   INTEGER PRIMARY KEY,
  file  INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
  id    TEXT NOT NULL,
  title TEXT NOT NULL,
  json  TEXT NOT NULL,            -- domain::guide::Chapter
  live  INTEGER NOT NULL DEFAULT 0,
  seq   INTEGER                   -- place in the guide
) STRICT;
CREATE INDEX chapter_file ON chapter (file);
CREATE INDEX chapter_id ON chapter (id);

CREATE TABLE chapter_topic (
  chapter INTEGER NOT NULL REFERENCES chapter ON DELETE CASCADE,
  n       INTEGER NOT NULL,
  topic   TEXT NOT NULL,
  PRIMARY KEY (chapter, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX chapter_topic_topic ON chapter_topic (topic);

CREATE TABLE topic (
  key     INTEGER PRIMARY KEY,
  file    INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
  id      TEXT NOT NULL,
  title   TEXT NOT NULL,
  summary TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  points  INTEGER NOT NULL,       -- points and notes
  items   INTEGER NOT NULL DEFAULT 0, -- live items that belong to it
  live    INTEGER NOT NULL DEFAULT 0,
  chapter TEXT,
  seq     INTEGER                 -- place in the guide; null if no chapter lists it
) STRICT;
CREATE INDEX topic_file ON topic (file);
CREATE INDEX topic_id ON topic (id);
CREATE UNIQUE INDEX topic_live ON topic (id) WHERE live = 1;

-- The bulk of a topic, apart so that lists stay small.
CREATE TABLE page (
  topic INTEGER PRIMARY KEY REFERENCES topic ON DELETE CASCADE,
  json  TEXT NOT NULL             -- domain::guide::Topic
) STRICT;

CREATE TABLE point (
  topic INTEGER NOT NULL REFERENCES topic ON DELETE CASCADE,
  n     INTEGER NOT NULL,
  id    TEXT NOT NULL,            -- a note may stand in several topics
  kind  TEXT NOT NULL CHECK (kind IN ('point', 'note')),
  text  TEXT NOT NULL,
  items INTEGER NOT NULL DEFAULT 0, -- live items that test it
  PRIMARY KEY (topic, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX point_id ON point (id);

CREATE TABLE deck (
  key   INTEGER PRIMARY KEY,
  file  INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
  id    TEXT NOT NULL,
  title TEXT NOT NULL
) STRICT;
CREATE INDEX deck_file ON deck (file);

CREATE TABLE item (
  key   INTEGER PRIMARY KEY,
  file  INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
  n     INTEGER NOT NULL,         -- place in its file
  id    TEXT NOT NULL,
  deck  TEXT NOT NULL,
  kind  TEXT NOT NULL,
  level TEXT NOT NULL,
  tests TEXT NOT NULL,            -- JSON list of point ids
  topic TEXT NOT NULL,            -- that of the first point
  live  INTEGER NOT NULL DEFAULT 0,
  seq   INTEGER NOT NULL DEFAULT 0 -- place in the guide: topic, then deck, then place in the deck
) STRICT;
CREATE INDEX item_file ON item (file, n);
CREATE INDEX item_id ON item (id);
CREATE UNIQUE INDEX item_live ON item (id) WHERE live = 1;
CREATE INDEX item_guide ON item (seq, id) WHERE live = 1;
CREATE INDEX item_topic ON item (topic, seq, id) WHERE live = 1;
CREATE INDEX item_deck ON item (deck, seq, id) WHERE live = 1;

CREATE TABLE question (
  item INTEGER PRIMARY KEY REFERENCES item ON DELETE CASCADE,
  json TEXT NOT NULL              -- domain::item::Item
) STRICT;

CREATE TABLE item_point (
  point TEXT NOT NULL,
  item  INTEGER NOT NULL REFERENCES item ON DELETE CASCADE,
  PRIMARY KEY (point, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_point_item ON item_point (item);

-- Facts about the whole that start-up needs at once.
CREATE TABLE whole (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE topic_text USING fts5 (
  title, summary, points, body, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE item_text USING fts5 (
  prompt, answer, explain, tokenize = 'porter unicode61 remove_diacritics 2'
);
