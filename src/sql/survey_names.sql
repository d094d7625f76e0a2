-- What every living creator may be called: [id, name, handle, aliases].
SELECT json_group_array(json_array(id, name, handle, json(aliases))) AS rows FROM creator WHERE archived_at IS NULL;
