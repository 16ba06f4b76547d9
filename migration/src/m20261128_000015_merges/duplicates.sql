-- People who are to be compared with others: written with what was learned of them, taken away by the job that looks.
CREATE TABLE duplicate_checks (
  org_id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  PRIMARY KEY (org_id, contact_id),
  FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE
);
INSERT INTO duplicate_checks (org_id, contact_id) SELECT org_id, id FROM contacts;

-- Under what people nearby are looked for: ZIP code, house number and an initial. Emails, telephones and houses have
-- indexes of their own.
CREATE TABLE duplicate_keys (
  org_id {uuid} NOT NULL,
  key text NOT NULL,
  contact_id {uuid} NOT NULL,
  PRIMARY KEY (org_id, key, contact_id),
  FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE
);
CREATE INDEX duplicate_keys_contact ON duplicate_keys (org_id, contact_id);

-- Two people who may be one, the older first.
CREATE TABLE duplicate_pairs (
  org_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  one_id {uuid} NOT NULL,
  other_id {uuid} NOT NULL,
  reasons {json} NOT NULL,
  -- The weight of the reasons: the order of the list.
  score integer NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'dismissed', 'merged')),
  found_at {time} NOT NULL,
  decided_at {time},
  decided_by {uuid},
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, one_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, other_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, decided_by) REFERENCES members (org_id, id),
  CHECK (one_id < other_id),
  CHECK ((state = 'open') = (decided_at IS NULL)),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL))
);
CREATE UNIQUE INDEX duplicate_pairs_two ON duplicate_pairs (org_id, one_id, other_id);
CREATE INDEX duplicate_pairs_other ON duplicate_pairs (org_id, other_id);
CREATE INDEX duplicate_pairs_open ON duplicate_pairs (org_id, score, id) WHERE state = 'open';
