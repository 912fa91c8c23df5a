DROP TABLE bulk_changed_items;
DROP TABLE bulk_changes;
