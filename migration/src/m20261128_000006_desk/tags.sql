CREATE TABLE tags (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  name text NOT NULL,
  -- Names that differ in case only are the same tag.
  name_key text NOT NULL,
  created_at {time} NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX tags_name ON tags (org_id, name_key);

CREATE TABLE lead_tags (
  org_id {uuid} NOT NULL,
  lead_id {uuid} NOT NULL,
  tag_id {uuid} NOT NULL,
  PRIMARY KEY (org_id, lead_id, tag_id),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, tag_id) REFERENCES tags (org_id, id) ON DELETE CASCADE
);
CREATE INDEX lead_tags_tag ON lead_tags (org_id, tag_id, lead_id);
CREATE TABLE contact_tags (
  org_id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  tag_id {uuid} NOT NULL,
  PRIMARY KEY (org_id, contact_id, tag_id),
  FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, tag_id) REFERENCES tags (org_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_tags_tag ON contact_tags (org_id, tag_id, contact_id);
CREATE TABLE property_tags (
  org_id {uuid} NOT NULL,
  property_id {uuid} NOT NULL,
  tag_id {uuid} NOT NULL,
  PRIMARY KEY (org_id, property_id, tag_id),
  FOREIGN KEY (org_id, property_id) REFERENCES properties (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, tag_id) REFERENCES tags (org_id, id) ON DELETE CASCADE
);
CREATE INDEX property_tags_tag ON property_tags (org_id, tag_id, property_id);
