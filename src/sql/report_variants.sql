-- The variants of link ?1, by their numbers: [number, name].
SELECT json_group_array(json_array(variant.key + 1, variant.value)) AS rows
FROM link
CROSS JOIN json_each(link.more, '$.variants') AS variant
WHERE link.id = ?1;
