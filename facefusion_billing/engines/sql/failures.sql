-- Failed calls by their full code, each after the digit of its outcome. The same
-- `calls` as in count_calls.sql, with error, and with id: the vendor's, or null.
WITH failed AS (
  SELECT MIN(place) AS place, MIN(us) AS us,
         MAX(CAST(outcome AS STRING) || error) AS code
  FROM calls
  WHERE place IS NOT NULL
    AND id IN (SELECT id FROM calls WHERE error IS NOT NULL AND id IS NOT NULL)
  GROUP BY id
  UNION ALL
  SELECT place, us, CAST(outcome AS STRING) || error AS code
  FROM calls
  WHERE place IS NOT NULL AND id IS NULL AND error IS NOT NULL
)
SELECT place, us + 28800000000 - MOD(us + 28800000000, 86400000000) AS beijing_day,
       code, COUNT(*) AS n
FROM failed
GROUP BY place, us + 28800000000 - MOD(us + 28800000000, 86400000000), code
ORDER BY place, beijing_day, code
