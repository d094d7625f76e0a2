-- Notes that KV has version ?2 of link ?1; an older put that comes late changes nothing.
UPDATE link SET published = ?2 WHERE id = ?1 AND published < ?2;
