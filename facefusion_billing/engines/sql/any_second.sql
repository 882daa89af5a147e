-- The most calls of a place in any second, wherever it begins, by the Beijing day of
-- the last of them, where that may be more than in a second of the clock. The same
-- `calls` as in count_calls.sql, with id: the vendor's, or null.
--
-- peaks(place, beijing_day, peak): the most calls in a second of the clock, of the places
-- and days that are looked at. Any second lies in two of those, so only beside one with
-- more than half as many can there be more in it; the last second of a day lies beside
-- another day's. Copies count in `seconds` too, which is never too few.
WITH seconds AS (
  SELECT place, us - MOD(us, 1000000) AS sec, COUNT(*) AS n
  FROM calls
  WHERE place IN (SELECT place FROM peaks)
  GROUP BY place, us - MOD(us, 1000000)
),
placed AS (
  SELECT place, sec, n, MOD(sec + 28800000000, 86400000000) AS of_day,
         sec + 28800000000 - MOD(sec + 28800000000, 86400000000) AS beijing_day
  FROM seconds
),
large AS (
  SELECT placed.place, placed.sec
  FROM placed
  JOIN peaks
    ON peaks.place = placed.place AND peaks.beijing_day = placed.beijing_day
  WHERE 2 * placed.n > peaks.peak OR placed.of_day = 86399000000
),
looked_at AS (
  SELECT place, sec - 1000000 AS sec FROM large
  UNION
  SELECT place, sec FROM large
  UNION
  SELECT place, sec + 1000000 AS sec FROM large
),
near AS (
  SELECT timed.id, timed.place, timed.us
  FROM (
    SELECT id, place, us, us - MOD(us, 1000000) AS sec
    FROM calls
    WHERE place IS NOT NULL
  ) AS timed
  JOIN looked_at ON looked_at.place = timed.place AND looked_at.sec = timed.sec
),
once AS (
  SELECT MIN(place) AS place, MIN(us) AS us
  FROM calls
  WHERE place IS NOT NULL AND id IN (SELECT id FROM near WHERE id IS NOT NULL)
  GROUP BY id
  UNION ALL
  SELECT place, us FROM near WHERE id IS NULL
),
windows AS (
  SELECT place, us + 28800000000 - MOD(us + 28800000000, 86400000000) AS beijing_day,
         COUNT(*) OVER (
           PARTITION BY place ORDER BY us
           RANGE BETWEEN 999999 PRECEDING AND CURRENT ROW
         ) AS n
  FROM once
)
SELECT place, beijing_day, MAX(n) AS peak
FROM windows
GROUP BY place, beijing_day
ORDER BY place, beijing_day
