-- What `sysdrill sql` reads: plain names over the tables, which may change while these stay.
-- Moments are UTC, `yyyy-mm-dd hh:mm:ss`. `day` is the learner's day: it begins at the rollover hour, in local time.

-- One row per answer. `rating`: 1 Again, 2 Hard, 3 Good, 4 Easy. `was` is the phase the item was in (new, learning,
-- review, relearning), `phase` the one it went to, `due` when it was to come back. `given` is what was typed or picked, as
-- JSON, `outcome` what the grading made of it, `suggested` the rating it suggested. `seconds` from question to grade.
-- `retention` is what was asked for then. `confidence`: 0-3, null if not asked. `undone`: 1 if taken back; it counts for
-- nothing. `topic` is null where no pack has the item any more.
CREATE TEMP VIEW reviews AS
SELECT r.id, datetime(r.at / 1000, 'unixepoch') AS at, r.day, r.item, i.topic, r.rating, r.was, r.phase,
       datetime(r.due / 1000, 'unixepoch') AS due, r.outcome, r.suggested, r.given,
       r.elapsed_ms / 1000.0 AS seconds, r.retention, r.confidence,
       EXISTS (SELECT 1 FROM main.undo u WHERE u.review = r.id) AS undone
FROM main.review r LEFT JOIN pack.item i ON i.id = r.item AND i.live = 1;

-- One row per day with answers. `mature` of them went to items in the review phase, `kept` of those were not Again:
-- kept / mature is the true retention.
CREATE TEMP VIEW days AS
SELECT day, reviews, new, again, mature, kept, elapsed_ms / 60000.0 AS minutes FROM main.day;

-- One row per item that was answered or marked. `stability`: days until recall falls to 90 %. `difficulty`: 1-10.
-- `lapses`: times forgotten after having been known. All of phase..last_day are null if the item was only marked.
CREATE TEMP VIEW cards AS
SELECT c.item, i.topic, c.phase, datetime(c.due / 1000, 'unixepoch') AS due, c.stability, c.difficulty,
       datetime(c.last / 1000, 'unixepoch') AS last, c.last_day, c.reviews, c.lapses, c.suspended, c.buried_until, c.flagged
FROM main.card c LEFT JOIN pack.item i ON i.id = c.item AND i.live = 1;

-- One row per card or question of the packs, in the order of the guide (`seq`). `tests`: the points, as JSON.
CREATE TEMP VIEW items AS
SELECT i.id, i.seq, i.kind, i.level, i.topic, t.chapter, i.deck, q.json ->> '$.prompt' AS prompt, i.tests,
       f.pack, f.path AS file, q.json ->> '$.place.line' AS line
FROM pack.item i JOIN pack.question q ON q.item = i.key JOIN pack.file f ON f.key = i.file
LEFT JOIN pack.topic t ON t.id = i.topic AND t.live = 1
WHERE i.live = 1;

-- One row per point or precision note (`kind`) and topic. `items`: how many items test it.
CREATE TEMP VIEW points AS
SELECT p.id, p.kind, t.id AS topic, t.chapter, p.text, p.items
FROM pack.point p JOIN pack.topic t ON t.key = p.topic AND t.live = 1;

-- One row per topic, in the order of the guide (`seq`). `points` counts points and notes.
CREATE TEMP VIEW topics AS
SELECT t.id, t.seq, t.title, t.summary, t.chapter, t.minutes,
       (SELECT count(*) FROM pack.point p WHERE p.topic = t.key) AS points
FROM pack.topic t WHERE t.live = 1;
