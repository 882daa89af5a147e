-- Ids that stand at two places, and so cannot be the vendor's. The same `calls` as in
-- count_calls.sql.
SELECT request_id, COUNT(*) AS copies
FROM calls
WHERE place IS NOT NULL
GROUP BY request_id
HAVING MIN(place) <> MAX(place)
ORDER BY request_id
