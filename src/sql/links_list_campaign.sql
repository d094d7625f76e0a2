-- At most ?2 links of campaign ?4 behind id ?1.
SELECT link.* FROM link WHERE link.campaign_id = ?4
