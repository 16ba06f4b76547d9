CREATE TABLE imports (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  -- Of the file.
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('csv', 'xlsx')),
  encoding text NOT NULL,
  delimiter text,
  size bigint NOT NULL,
  -- Headings and samples, and what was guessed from them.
  columns {json} NOT NULL,
  certainties {json} NOT NULL,
  mapping {json} NOT NULL,
  -- The mapping was used before for a file with these headings.
  remembered boolean NOT NULL,
  known text NOT NULL CHECK (known IN ('attach', 'skip', 'add')),
  state text NOT NULL CHECK (state IN
    ('uploading', 'uploaded', 'checking', 'checked', 'running', 'stopped', 'done', 'undoing', 'undone')),
  total bigint NOT NULL,
  -- Rows that the step is through with; a batch moves it in its own transaction, and only from where it stood.
  position bigint NOT NULL,
  -- What the check foresaw, then what the run did.
  created bigint NOT NULL,
  attached bigint NOT NULL,
  skipped bigint NOT NULL,
  refused bigint NOT NULL,
  -- What taking it back did.
  removed bigint NOT NULL,
  restored bigint NOT NULL,
  kept bigint NOT NULL,
  trouble text,
  -- The job that works on it: no other one may.
  job_id {uuid},
  -- Causes every event of the run, however often it was stopped.
  run_request {uuid},
  created_by {uuid} NOT NULL,
  created_at {time} NOT NULL,
  started_by {uuid},
  started_at {time},
  finished_at {time},
  version bigint NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, created_by) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, started_by) REFERENCES members (org_id, id)
);
-- How many leads are gone again: the list of leads subtracts them from the highest number.
CREATE INDEX imports_removed ON imports (removed) WHERE removed > 0;
CREATE INDEX imports_busy ON imports (state) WHERE state IN ('uploading', 'checking', 'running', 'undoing');

-- The file as it came, in parts of equal size.
CREATE TABLE import_parts (
  org_id {uuid} NOT NULL,
  import_id {uuid} NOT NULL,
  number integer NOT NULL,
  body {bytes} NOT NULL,
  PRIMARY KEY (org_id, import_id, number),
  FOREIGN KEY (org_id, import_id) REFERENCES imports (org_id, id)
);

-- What a row did; the key is what keeps a row from being done twice.
CREATE TABLE import_rows (
  org_id {uuid} NOT NULL,
  import_id {uuid} NOT NULL,
  -- From 1, without the headings.
  number bigint NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('created', 'attached')),
  lead_id {uuid},
  -- What was made beside the lead, to be found again when it is taken back.
  made {json} NOT NULL,
  undone text CHECK (undone IN ('removed', 'restored', 'kept')),
  PRIMARY KEY (org_id, import_id, number),
  FOREIGN KEY (org_id, import_id) REFERENCES imports (org_id, id),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id)
);
CREATE INDEX import_rows_lead ON import_rows (org_id, lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX import_rows_kept ON import_rows (org_id, import_id, number) WHERE undone = 'kept';

-- What is wrong with rows that cannot be read, as of the last check or run.
CREATE TABLE import_problems (
  org_id {uuid} NOT NULL,
  import_id {uuid} NOT NULL,
  number bigint NOT NULL,
  -- Of the file.
  line bigint NOT NULL,
  problems {json} NOT NULL,
  PRIMARY KEY (org_id, import_id, number),
  FOREIGN KEY (org_id, import_id) REFERENCES imports (org_id, id)
);

-- The columns people chose, to be offered for the next file with the same headings.
CREATE TABLE import_mappings (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  -- SHA-256 of the headings.
  headings {bytes} NOT NULL,
  mapping {json} NOT NULL,
  saved_at {time} NOT NULL,
  PRIMARY KEY (org_id, headings)
);

-- A lead that is removed is looked for here.
CREATE INDEX inbound_payloads_lead ON inbound_payloads (org_id, lead_id) WHERE lead_id IS NOT NULL;
