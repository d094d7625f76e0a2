-- Days whose journeys are behind, the newest first.
SELECT day FROM journey_day ORDER BY day DESC;
