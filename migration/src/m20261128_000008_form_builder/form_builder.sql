-- How the draft of a form stands; what it asks is `forms.definition`. A form that nobody changed has no row.
CREATE TABLE form_edits (
  org_id {uuid} NOT NULL,
  form_id {uuid} NOT NULL,
  -- Grows with every saved change: whoever saves names the one that was changed.
  revision bigint NOT NULL CHECK (revision > 0),
  saved_at {time} NOT NULL,
  saved_by {uuid},
  PRIMARY KEY (org_id, form_id),
  FOREIGN KEY (org_id, form_id) REFERENCES forms (org_id, id),
  FOREIGN KEY (org_id, saved_by) REFERENCES members (org_id, id)
);

-- How often the first page of a version was shown, by day (UTC).
CREATE TABLE form_views (
  org_id {uuid} NOT NULL,
  form_id {uuid} NOT NULL,
  version integer NOT NULL,
  day text NOT NULL,
  views bigint NOT NULL CHECK (views >= 0),
  PRIMARY KEY (org_id, form_id, version, day),
  FOREIGN KEY (org_id, form_id, version) REFERENCES form_versions (org_id, form_id, version)
);

-- The furthest step a visitor came to; `step` is where the visitor is.
ALTER TABLE form_drafts ADD COLUMN reached integer NOT NULL DEFAULT 0;
UPDATE form_drafts SET reached = step;
