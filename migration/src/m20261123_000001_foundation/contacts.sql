CREATE TABLE contacts (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  name text NOT NULL,
  do_not_contact boolean NOT NULL,
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (org_id, id)
);

CREATE TABLE contact_emails (
  org_id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  email_key text NOT NULL,
  email text NOT NULL,
  created_at {time} NOT NULL,
  PRIMARY KEY (org_id, contact_id, email_key),
  FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id)
);
CREATE INDEX contact_emails_key ON contact_emails (org_id, email_key);

CREATE TABLE contact_phones (
  org_id {uuid} NOT NULL,
  contact_id {uuid} NOT NULL,
  e164 text NOT NULL,
  created_at {time} NOT NULL,
  PRIMARY KEY (org_id, contact_id, e164),
  FOREIGN KEY (org_id, contact_id) REFERENCES contacts (org_id, id)
);
CREATE INDEX contact_phones_key ON contact_phones (org_id, e164);

CREATE TABLE properties (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  street text NOT NULL,
  unit text,
  city text NOT NULL,
  region text NOT NULL,
  postal_code text NOT NULL,
  -- Two spellings of one place have the same key.
  address_key text NOT NULL,
  property_type text,
  beds smallint,
  -- Bathrooms in halves: 5 means two and a half.
  half_baths smallint,
  area_sqft integer,
  year_built smallint,
  condition text,
  occupancy text,
  asking_minor bigint,
  mortgage_minor bigint,
  currency text NOT NULL,
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  version bigint NOT NULL
--sqlite
  , PRIMARY KEY (org_id, id)
--end
);
CREATE UNIQUE INDEX properties_address ON properties (org_id, address_key);
--postgres
ALTER TABLE properties ADD PRIMARY KEY (org_id, id);
--end
