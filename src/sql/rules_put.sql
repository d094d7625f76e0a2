-- Notes that every kept day was marked to be counted by the rules ?1.
UPDATE meta SET value = ?1 WHERE name = 'rules' AND value <> ?1;
