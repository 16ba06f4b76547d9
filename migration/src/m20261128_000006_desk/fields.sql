-- What organizations add to their leads, contacts and properties.
CREATE TABLE custom_fields (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  noun text NOT NULL CHECK (noun IN ('lead', 'contact', 'property')),
  field_type text NOT NULL
    CHECK (field_type IN ('text', 'long_text', 'number', 'money', 'date', 'yes_no', 'choice', 'choices')),
  label text NOT NULL,
  -- Two fields of a noun never read the same, archived ones apart.
  label_key text NOT NULL,
  help text NOT NULL,
  options {json} NOT NULL,
  position integer NOT NULL,
  archived_at {time},
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX custom_fields_label ON custom_fields (org_id, noun, label_key) WHERE archived_at IS NULL;

-- Values: a number (also for amounts in minor units, days since the year 1, and yes as 1), or a text (also for the word of
-- an option). Only short texts are in the index: that is what options are, and what rows are looked for by.
CREATE TABLE lead_values (
  org_id {uuid} NOT NULL,
  lead_id {uuid} NOT NULL,
  field_id {uuid} NOT NULL,
  -- 0, and further numbers where several options are chosen.
  item smallint NOT NULL,
  text text,
  number bigint,
  PRIMARY KEY (org_id, lead_id, field_id, item),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, field_id) REFERENCES custom_fields (org_id, id),
  CHECK ((text IS NULL) <> (number IS NULL))
);
CREATE INDEX lead_values_number ON lead_values (org_id, field_id, number, lead_id) WHERE number IS NOT NULL;
CREATE INDEX lead_values_text ON lead_values (org_id, field_id, text, lead_id) WHERE length(text) <= 40;

CREATE TABLE contact_values (
  org_id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  field_id {uuid} NOT NULL,
  -- 0, and further numbers where several options are chosen.
  item smallint NOT NULL,
  text text,
  number bigint,
  PRIMARY KEY (org_id, contact_id, field_id, item),
  FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, field_id) REFERENCES custom_fields (org_id, id),
  CHECK ((text IS NULL) <> (number IS NULL))
);
CREATE INDEX contact_values_number ON contact_values (org_id, field_id, number, contact_id) WHERE number IS NOT NULL;
CREATE INDEX contact_values_text ON contact_values (org_id, field_id, text, contact_id) WHERE length(text) <= 40;

CREATE TABLE property_values (
  org_id {uuid} NOT NULL,
  property_id {uuid} NOT NULL,
  field_id {uuid} NOT NULL,
  -- 0, and further numbers where several options are chosen.
  item smallint NOT NULL,
  text text,
  number bigint,
  PRIMARY KEY (org_id, property_id, field_id, item),
  FOREIGN KEY (org_id, property_id) REFERENCES properties (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, field_id) REFERENCES custom_fields (org_id, id),
  CHECK ((text IS NULL) <> (number IS NULL))
);
CREATE INDEX property_values_number ON property_values (org_id, field_id, number, property_id) WHERE number IS NOT NULL;
CREATE INDEX property_values_text ON property_values (org_id, field_id, text, property_id) WHERE length(text) <= 40;
