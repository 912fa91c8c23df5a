DROP TABLE mark_comments;
DROP TABLE pack_items;
DROP TABLE pack_volumes;
DROP TABLE packs;
DROP TABLE letters;
