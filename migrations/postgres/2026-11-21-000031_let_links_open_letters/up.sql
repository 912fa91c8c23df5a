-- A link may open a letter: its words are not in the mail that leads to it.
ALTER TABLE links DROP CONSTRAINT links_purpose_check;
ALTER TABLE links ADD CONSTRAINT links_purpose_check
    CHECK (purpose IN ('first_sign_in', 'password_reset', 'search', 'pack', 'consultation', 'portal', 'visit', 'letter'));
