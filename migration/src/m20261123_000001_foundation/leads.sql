CREATE TABLE leads (
  -- Names the row in the full-text index; never leaves the database.
  seq {serial},
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  property_id {uuid},
  form_id {uuid},
  source text NOT NULL,
  status text NOT NULL CHECK (status IN ('new', 'contacted', 'qualified', 'nurturing', 'converted', 'dead')),
  dead_reason text,
  status_note text,
  owner_id {uuid},
  situation text,
  timing text,
  message text,
  -- Copies of what the list shows, kept by the same transaction that changes the original.
  contact_name text NOT NULL,
  place text,
  phone text,
  asking_minor bigint NOT NULL,
  -- Made by `domain::leads::search_text`: words of a-z and 0-9, each after a space.
  search_text text NOT NULL,
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  -- When the first answer was due; kept after it was given.
  respond_by {time} NOT NULL,
  first_response_at {time},
  -- Sort key of the deadline: respond_by while the lead waits, the far future afterwards.
  waiting_until {time} NOT NULL,
  last_activity_at {time} NOT NULL,
  -- Made by the client of a lead added by hand: the same key adds one lead.
  key text,
  version bigint NOT NULL,
--postgres
  -- The words are cut by `domain::leads::search_text`; no parser of the database looks at them.
  search tsvector GENERATED ALWAYS AS
    (array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))) STORED,
--end
--sqlite
  UNIQUE (org_id, id),
--end
  FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id),
  FOREIGN KEY (org_id, property_id) REFERENCES properties (org_id, id),
  FOREIGN KEY (org_id, form_id) REFERENCES forms (org_id, id),
  FOREIGN KEY (org_id, owner_id) REFERENCES members (org_id, id),
  CHECK ((status = 'dead') = (dead_reason IS NOT NULL))
);
CREATE UNIQUE INDEX leads_key ON leads (org_id, key) WHERE key IS NOT NULL;
-- One index an order. They end in the columns that filters read, so that a row that a filter leaves out is passed
-- over without looking it up.
CREATE INDEX leads_created ON leads (org_id, created_at, id, status, source, owner_id);
CREATE INDEX leads_waiting ON leads (org_id, waiting_until, id, status, source, owner_id);
CREATE INDEX leads_activity ON leads (org_id, last_activity_at, id, status, source, owner_id);
CREATE INDEX leads_name ON leads (org_id, contact_name, id, status, source, owner_id);
CREATE INDEX leads_asking ON leads (org_id, asking_minor, id, status, source, owner_id);
-- Any combination of filters, also to count what they leave.
CREATE INDEX leads_filter ON leads (org_id, status, source, owner_id);
CREATE INDEX leads_contact ON leads (org_id, contact_id);
CREATE INDEX leads_property ON leads (org_id, property_id);
--postgres
ALTER TABLE leads ADD UNIQUE (org_id, id);
--end

--sqlite
-- Each word is stored behind half of its organization's id, so that an organization finds its own words only and
-- another one's rows cost it nothing. Read through lead_terms, which walks the words of a prefix one hit at a time
-- and can stop; MATCH would first collect every hit of the prefix.
CREATE VIRTUAL TABLE lead_search USING fts5(search_text, content='', tokenize='ascii', detail=none, columnsize=0);
CREATE VIRTUAL TABLE lead_terms USING fts5vocab('lead_search', 'instance');
CREATE TRIGGER leads_search_insert AFTER INSERT ON leads BEGIN
  INSERT INTO lead_search (rowid, search_text)
  VALUES (new.seq, replace(new.search_text, ' ', ' ' || lower(hex(substr(new.org_id, 9)))));
END;
CREATE TRIGGER leads_search_delete AFTER DELETE ON leads BEGIN
  INSERT INTO lead_search (lead_search, rowid, search_text)
  VALUES ('delete', old.seq, replace(old.search_text, ' ', ' ' || lower(hex(substr(old.org_id, 9)))));
END;
CREATE TRIGGER leads_search_update AFTER UPDATE OF search_text ON leads WHEN old.search_text <> new.search_text BEGIN
  INSERT INTO lead_search (lead_search, rowid, search_text)
  VALUES ('delete', old.seq, replace(old.search_text, ' ', ' ' || lower(hex(substr(old.org_id, 9)))));
  INSERT INTO lead_search (rowid, search_text)
  VALUES (new.seq, replace(new.search_text, ' ', ' ' || lower(hex(substr(new.org_id, 9)))));
END;
--end
--postgres
CREATE INDEX leads_search ON leads USING gin (search);
--end

CREATE TABLE submissions (
  org_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  form_id {uuid} NOT NULL,
  form_version integer NOT NULL,
  -- Made when the form was opened: the same key is the same submission, however often it is sent.
  key text NOT NULL,
  -- SHA-256 of the answers: the same key with other answers is refused.
  answers_hash {bytes} NOT NULL,
  answers {json} NOT NULL,
  attribution {json} NOT NULL,
  status text NOT NULL CHECK (status IN ('accepted', 'held', 'rejected')),
  hold_reasons {json} NOT NULL,
  lead_id {uuid},
  draft_id {uuid},
  host_origin text,
  ip text,
  user_agent text,
  created_at {time} NOT NULL,
  decided_at {time},
  decided_by {uuid},
--sqlite
  PRIMARY KEY (org_id, id),
--end
  FOREIGN KEY (org_id, form_id, form_version) REFERENCES form_versions (org_id, form_id, version),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id),
  FOREIGN KEY (org_id, draft_id) REFERENCES form_drafts (org_id, id),
  FOREIGN KEY (org_id, decided_by) REFERENCES members (org_id, id),
  CHECK ((status = 'accepted') = (lead_id IS NOT NULL))
);
CREATE UNIQUE INDEX submissions_key ON submissions (org_id, form_id, key);
CREATE INDEX submissions_held ON submissions (org_id, created_at) WHERE status = 'held';
CREATE INDEX submissions_lead ON submissions (org_id, lead_id) WHERE lead_id IS NOT NULL;
--postgres
ALTER TABLE submissions ADD PRIMARY KEY (org_id, id);
--end

CREATE TABLE lead_touches (
  org_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  lead_id {uuid} NOT NULL,
  kind text NOT NULL CHECK (kind IN ('first', 'last')),
  source text NOT NULL,
  touch {json} NOT NULL,
  created_at {time} NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id)
);
CREATE UNIQUE INDEX lead_touches_lead ON lead_touches (org_id, lead_id, kind);

CREATE TABLE consents (
  org_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  submission_id {uuid},
  channel text NOT NULL CHECK (channel IN ('email', 'sms', 'call')),
  granted boolean NOT NULL,
  text text NOT NULL,
  text_version integer NOT NULL,
  ip text,
  user_agent text,
  at {time} NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id),
  FOREIGN KEY (org_id, submission_id) REFERENCES submissions (org_id, id)
);
CREATE INDEX consents_contact ON consents (org_id, contact_id, channel, at);

CREATE TABLE activities (
  org_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  lead_id {uuid} NOT NULL,
  member_id {uuid} NOT NULL,
  kind text NOT NULL CHECK (kind IN ('note', 'call')),
  outcome text,
  body text NOT NULL,
  -- Made by the composer once per activity: sending it twice logs it once.
  key text NOT NULL,
  at {time} NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id),
  CHECK ((kind = 'call') = (outcome IS NOT NULL))
);
CREATE UNIQUE INDEX activities_key ON activities (org_id, member_id, key);
CREATE INDEX activities_lead ON activities (org_id, lead_id, at);
CREATE INDEX activities_at ON activities (org_id, kind, at);

--sqlite
CREATE TRIGGER lead_touches_are_final BEFORE UPDATE ON lead_touches
BEGIN SELECT RAISE(ABORT, 'touches are never changed'); END;
CREATE TRIGGER consents_are_final BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'the consent ledger is never changed'); END;
--end
--postgres
CREATE TRIGGER lead_touches_are_final BEFORE UPDATE ON lead_touches FOR EACH ROW EXECUTE FUNCTION refuse_update();
CREATE TRIGGER consents_are_final BEFORE UPDATE ON consents FOR EACH ROW EXECUTE FUNCTION refuse_update();
--end

-- Which status leads reached and when, for the figures of a month. Partial: other events pay nothing for it.
--sqlite
CREATE INDEX events_status ON events (org_id, json_extract(payload, '$.data.to'), at)
  WHERE kind = 'lead.status_changed';
--end
--postgres
CREATE INDEX events_status ON events (org_id, (payload #>> '{data,to}'), at) WHERE kind = 'lead.status_changed';
--end
