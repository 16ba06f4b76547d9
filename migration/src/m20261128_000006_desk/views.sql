-- Saved lists of leads: a query with a name, of one member or for everybody.
CREATE TABLE lead_views (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  member_id {uuid} NOT NULL,
  name text NOT NULL,
  -- As it stands in the address.
  query text NOT NULL,
  shared boolean NOT NULL,
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  -- Kept, so that whoever still has its address is told what became of it.
  deleted_at {time},
  deleted_by {uuid},
  version bigint NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, deleted_by) REFERENCES members (org_id, id),
  CHECK ((deleted_at IS NULL) = (deleted_by IS NULL))
);
CREATE INDEX lead_views_member ON lead_views (org_id, member_id) WHERE deleted_at IS NULL;
CREATE INDEX lead_views_shared ON lead_views (org_id) WHERE shared AND deleted_at IS NULL;

-- Changes of many leads at once, with how each lead was before: what takes them back.
CREATE TABLE bulk_changes (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  member_id {uuid} NOT NULL,
  before {json} NOT NULL,
  created_at {time} NOT NULL,
  undone_at {time},
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id)
);
CREATE INDEX bulk_changes_old ON bulk_changes (created_at);
