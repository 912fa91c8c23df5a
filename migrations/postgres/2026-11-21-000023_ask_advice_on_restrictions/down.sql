DELETE FROM restrictions WHERE id = item_id;
