-- Leads that somebody deleted: set aside until they are restored. What happened on them is final, so their rows stay.
CREATE TABLE deleted_leads (
  org_id {uuid} NOT NULL,
  lead_id {uuid} NOT NULL,
  member_id {uuid} NOT NULL,
  deleted_at {time} NOT NULL,
  PRIMARY KEY (org_id, lead_id),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id)
);
CREATE INDEX deleted_leads_at ON deleted_leads (org_id, deleted_at, lead_id);
