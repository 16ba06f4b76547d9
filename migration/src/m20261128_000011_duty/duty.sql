CREATE TABLE duty_settings (
  org_id {uuid} NOT NULL PRIMARY KEY REFERENCES organizations (id),
  -- Tiers and rules in their order; one document, so that they change together or not at all.
  settings {json} NOT NULL,
  revision bigint NOT NULL,
  updated_at {time} NOT NULL
);

-- The last turn of each member in a rule: whose turn is the longest ago is next.
CREATE TABLE duty_turns (
  org_id {uuid} NOT NULL,
  rule_id {uuid} NOT NULL,
  member_id {uuid} NOT NULL,
  turn bigint NOT NULL,
  PRIMARY KEY (org_id, rule_id, member_id),
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id)
);

-- Members who get no leads by rules at present.
CREATE TABLE duty_away (
  org_id {uuid} NOT NULL,
  member_id {uuid} NOT NULL,
  since {time} NOT NULL,
  PRIMARY KEY (org_id, member_id),
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id)
);

-- What duty knows of a lead beyond its deadline; a lead that it knows nothing of has no row.
CREATE TABLE lead_duty (
  org_id {uuid} NOT NULL,
  lead_id {uuid} NOT NULL,
  -- The tier it began in, by the name it had then.
  tier text,
  missed_at {time},
  handed_on_at {time},
  PRIMARY KEY (org_id, lead_id),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id)
);
