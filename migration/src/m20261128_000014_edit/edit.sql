-- Ways of reaching a person that were edited away, and since when they had been known. One that comes back, for example
-- because the edit was a slip, is as old as before: what was agreed to for it counts again.
CREATE TABLE former_ways (
  org_id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  -- An E.164 number, or an email as it is compared.
  way text NOT NULL,
  since {time} NOT NULL,
  PRIMARY KEY (org_id, contact_id, way),
  FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE
);
