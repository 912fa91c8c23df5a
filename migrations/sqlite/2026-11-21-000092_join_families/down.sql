-- Each request stands alone again; what was brought over stays in its record.
DROP TABLE brought_items;
DROP TABLE family_members;
