-- Calls per place (account and interface group or activity) and Beijing day.
--
-- calls(request_id, place, us, outcome), one row a line of the log:
--   us       start of the call in microseconds since 1970-01-01T00:00:00Z
--   outcome  0 billed, 1 failed and not billed, 2 throttled
--   place    null for what is not counted
-- A line without the vendor's id has a request_id of its own. 28800000000 us are the
-- eight hours of Beijing. `peak` is n x 86400000000 less the microsecond of the day at
-- which the second with n calls begins: its maximum is the first second of the peak.
-- `apart` are calls whose copies lie more than a second apart, `first_us` and `last_us` the
-- microseconds of the day at which the first and the last second with a call begin.
WITH once AS (
  SELECT MIN(place) AS place, MAX(place) AS other_place, MIN(us) AS us,
         MAX(us) - MIN(us) AS spread, MAX(outcome) AS outcome, COUNT(*) AS copies
  FROM calls
  WHERE place IS NOT NULL
  GROUP BY request_id
),
per_second AS (
  SELECT place, us - MOD(us, 1000000) AS sec, COUNT(*) AS n,
         COUNT(CASE WHEN outcome = 0 THEN 1 END) AS billed,
         COUNT(CASE WHEN outcome = 2 THEN 1 END) AS throttled,
         SUM(copies) AS copies,
         COUNT(CASE WHEN place <> other_place THEN 1 END) AS clashes,
         COUNT(CASE WHEN spread > 1000000 THEN 1 END) AS apart
  FROM once
  GROUP BY place, us - MOD(us, 1000000)
),
placed AS (
  SELECT place, n, billed, throttled, copies, clashes, apart,
         MOD(sec + 28800000000, 86400000000) AS of_day,
         sec + 28800000000 - MOD(sec + 28800000000, 86400000000) AS beijing_day
  FROM per_second
)
SELECT place, beijing_day, SUM(n) AS attempts, SUM(billed) AS calls,
       SUM(throttled) AS throttled, SUM(copies) - SUM(n) AS repeats,
       MAX(n * 86400000000 - of_day) AS peak, SUM(clashes) AS clashes,
       SUM(apart) AS apart, MIN(of_day) AS first_us, MAX(of_day) AS last_us
FROM placed
GROUP BY place, beijing_day
ORDER BY place, beijing_day
