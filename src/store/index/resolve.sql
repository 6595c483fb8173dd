-- What only the whole can say, after the `live` rows are settled. Rows that are right already are not written again.

-- A chapter stands where the lowest pack that has it put it.
WITH first AS (
  SELECT c.id, min(f.rank) AS rank, c.key AS key FROM chapter c JOIN file f ON f.key = c.file GROUP BY c.id
), placed AS (
  SELECT id, row_number() OVER (ORDER BY rank, key) AS seq FROM first
)
UPDATE chapter SET seq = placed.seq FROM placed WHERE placed.id = chapter.id AND chapter.seq IS NOT placed.seq;

-- A topic stands in the first chapter that lists it.
WITH listed AS (
  SELECT l.topic, c.id AS chapter, row_number() OVER (ORDER BY c.seq, l.n) AS seq
  FROM chapter_topic l JOIN chapter c ON c.key = l.chapter AND c.live = 1
), first AS (
  SELECT topic, chapter, min(seq) AS seq FROM listed GROUP BY topic
), placed AS (
  SELECT t.key, first.chapter, first.seq FROM topic t LEFT JOIN first ON first.topic = t.id
)
UPDATE topic SET chapter = placed.chapter, seq = placed.seq FROM placed
WHERE placed.key = topic.key AND (topic.chapter IS NOT placed.chapter OR topic.seq IS NOT placed.seq);

-- An item belongs to the topic of the first point it tests. Items of topics outside the guide come last.
WITH place AS (
  SELECT key, row_number() OVER (ORDER BY rank, path) AS n FROM file
), home AS (
  SELECT i.key, i.file, i.n, coalesce(
    (SELECT t.id FROM point p JOIN topic t ON t.key = p.topic AND t.live = 1
     WHERE p.id = i.tests ->> 0 ORDER BY t.seq NULLS LAST LIMIT 1),
    i.topic) AS topic
  FROM item i
), placed AS (
  SELECT home.key, home.topic, (coalesce(t.seq, 1 << 20) << 40) | (place.n << 20) | home.n AS seq
  FROM home JOIN place ON place.key = home.file LEFT JOIN topic t ON t.id = home.topic AND t.live = 1
)
UPDATE item SET topic = placed.topic, seq = placed.seq FROM placed
WHERE placed.key = item.key AND (item.topic <> placed.topic OR item.seq <> placed.seq);

WITH counted AS (
  SELECT t.key, (SELECT count(*) FROM item i WHERE i.live = 1 AND i.topic = t.id) AS items FROM topic t
)
UPDATE topic SET items = counted.items FROM counted
WHERE counted.key = topic.key AND topic.items <> counted.items;

WITH tested AS (
  SELECT p.topic, p.n, count(i.key) AS items
  FROM point p LEFT JOIN item_point l ON l.point = p.id LEFT JOIN item i ON i.key = l.item AND i.live = 1
  GROUP BY p.topic, p.n
)
UPDATE point SET items = tested.items FROM tested
WHERE tested.topic = point.topic AND tested.n = point.n AND point.items <> tested.items;

REPLACE INTO whole VALUES ('items', (SELECT count(*) FROM item WHERE live = 1));
