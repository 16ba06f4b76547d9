-- A merged lead stays a row: what happened on it can never move. No list shows it, so no index of a list holds it. Written as a
-- comparison with a constant: then SQLite knows the column from the index and need not look rows up, which it does for NOT merged.
ALTER TABLE leads ADD COLUMN set_aside boolean NOT NULL DEFAULT false;

DROP INDEX leads_created;
DROP INDEX leads_waiting;
DROP INDEX leads_activity;
DROP INDEX leads_name;
DROP INDEX leads_asking;
DROP INDEX leads_filter;
CREATE INDEX leads_created ON leads (org_id, created_at, id, status, source, owner_id) WHERE set_aside = false;
CREATE INDEX leads_waiting ON leads (org_id, waiting_until, id, status, source, owner_id) WHERE set_aside = false;
CREATE INDEX leads_activity ON leads (org_id, last_activity_at, id, status, source, owner_id) WHERE set_aside = false;
CREATE INDEX leads_name ON leads (org_id, contact_name, id, status, source, owner_id) WHERE set_aside = false;
CREATE INDEX leads_asking ON leads (org_id, asking_minor, id, status, source, owner_id) WHERE set_aside = false;
CREATE INDEX leads_filter ON leads (org_id, status, source, owner_id) WHERE set_aside = false;

-- One merge of two people: who stays, who joins, and what it takes to split them again.
CREATE TABLE merges (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  kept_id {uuid} NOT NULL,
  joined_id {uuid} NOT NULL,
  member_id {uuid} NOT NULL,
  -- Each row that was changed, before and after.
  changes {json} NOT NULL,
  created_at {time} NOT NULL,
  split_at {time},
  split_by {uuid},
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, kept_id) REFERENCES contacts (org_id, id),
  FOREIGN KEY (org_id, joined_id) REFERENCES contacts (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, split_by) REFERENCES members (org_id, id),
  CHECK (kept_id <> joined_id),
  CHECK ((split_at IS NULL) = (split_by IS NULL))
);
CREATE INDEX merges_kept ON merges (org_id, kept_id);
CREATE INDEX merges_joined ON merges (org_id, joined_id);
CREATE INDEX merges_standing ON merges (org_id, created_at, id) WHERE split_at IS NULL;

-- Where somebody went. Always the one who stands: whoever was merged into a person goes along when that person is merged.
CREATE TABLE merged_contacts (
  org_id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  into_id {uuid} NOT NULL,
  merge_id {uuid} NOT NULL,
  PRIMARY KEY (org_id, contact_id),
  FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id),
  FOREIGN KEY (org_id, into_id) REFERENCES contacts (org_id, id),
  FOREIGN KEY (org_id, merge_id) REFERENCES merges (org_id, id),
  CHECK (contact_id <> into_id)
);
CREATE INDEX merged_contacts_into ON merged_contacts (org_id, into_id);

CREATE TABLE merged_leads (
  org_id {uuid} NOT NULL,
  lead_id {uuid} NOT NULL,
  into_id {uuid} NOT NULL,
  merge_id {uuid} NOT NULL,
  PRIMARY KEY (org_id, lead_id),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id),
  FOREIGN KEY (org_id, into_id) REFERENCES leads (org_id, id),
  FOREIGN KEY (org_id, merge_id) REFERENCES merges (org_id, id),
  CHECK (lead_id <> into_id)
);
CREATE INDEX merged_leads_into ON merged_leads (org_id, into_id);

--sqlite
-- The hits of a word are counted without looking at rows: what no list shows must not be among them.
CREATE TRIGGER leads_search_set_aside AFTER UPDATE OF set_aside ON leads WHEN new.set_aside AND NOT old.set_aside BEGIN
  INSERT INTO lead_search (lead_search, rowid, search_text)
  VALUES ('delete', old.seq, replace(old.search_text, ' ', ' ' || lower(hex(substr(old.org_id, 9)))));
END;
DROP TRIGGER leads_search_update;
CREATE TRIGGER leads_search_update AFTER UPDATE OF search_text ON leads
WHEN old.search_text <> new.search_text AND NOT old.set_aside AND NOT new.set_aside BEGIN
  INSERT INTO lead_search (lead_search, rowid, search_text)
  VALUES ('delete', old.seq, replace(old.search_text, ' ', ' ' || lower(hex(substr(old.org_id, 9)))));
  INSERT INTO lead_search (rowid, search_text)
  VALUES (new.seq, replace(new.search_text, ' ', ' ' || lower(hex(substr(new.org_id, 9)))));
END;
DROP TRIGGER leads_search_delete;
CREATE TRIGGER leads_search_delete AFTER DELETE ON leads WHEN NOT old.set_aside BEGIN
  INSERT INTO lead_search (lead_search, rowid, search_text)
  VALUES ('delete', old.seq, replace(old.search_text, ' ', ' ' || lower(hex(substr(old.org_id, 9)))));
END;
CREATE TRIGGER leads_search_stand_again AFTER UPDATE OF set_aside ON leads WHEN old.set_aside AND NOT new.set_aside BEGIN
  INSERT INTO lead_search (rowid, search_text)
  VALUES (new.seq, replace(new.search_text, ' ', ' ' || lower(hex(substr(new.org_id, 9)))));
END;
--end
