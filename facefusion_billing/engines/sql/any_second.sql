-- The most calls of a place in any second, wherever it begins: by the Beijing day of
-- the last of them. The same `calls` as in count_calls.sql.
WITH once AS (
  SELECT MIN(place) AS place, MIN(us) AS us
  FROM calls
  WHERE place IS NOT NULL
  GROUP BY request_id
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
