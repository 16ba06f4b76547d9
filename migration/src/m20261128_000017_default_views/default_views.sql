-- The view that leads open with, of a member or of the whole organization. A view that is deleted, or that its holder does
-- not see any more, stays named here and is passed over.
CREATE TABLE lead_view_defaults (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  -- The member, or the organization itself.
  holder_id {uuid} NOT NULL,
  view_id {uuid} NOT NULL,
  PRIMARY KEY (org_id, holder_id),
  FOREIGN KEY (org_id, view_id) REFERENCES lead_views (org_id, id)
);
