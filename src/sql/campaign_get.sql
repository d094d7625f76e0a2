-- One campaign.
SELECT * FROM campaign WHERE id = ?1;
