-- Items that carry a restriction already are proposals: a manager has yet to advise.
INSERT INTO restrictions (id, request_id, item_id, state, ground, reason, proposed_at, advice, outcome, changed_at)
SELECT id, request_id, id, 'proposed', restricted_ground, restricted_reason, made_at, '', '', made_at
FROM items
WHERE restricted_ground IS NOT NULL AND restricted_reason IS NOT NULL AND restricted_reason <> '';
