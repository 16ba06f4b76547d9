-- What is done later or elsewhere. Statements that claim, rescue or promote repeat the predicates of the partial
-- indexes below word for word: that is how both databases recognise them, and why finished rows cost them nothing.
CREATE TABLE jobs (
  id {uuid} NOT NULL PRIMARY KEY,
  -- NULL: a job of the program itself, of no organization.
  org_id {uuid} REFERENCES organizations (id),
  kind text NOT NULL,
  version integer NOT NULL,
  payload {json} NOT NULL,
  queue text NOT NULL,
  -- Smaller goes first; 0 is ordinary.
  priority smallint NOT NULL,
  state text NOT NULL CHECK
    (state IN ('available', 'scheduled', 'executing', 'retryable', 'completed', 'cancelled', 'dead')),
  run_at {time} NOT NULL,
  -- Begun runs that count against max_attempts; snoozes, shutdowns and crashes give theirs back.
  attempt integer NOT NULL CHECK (attempt >= 0),
  max_attempts integer NOT NULL CHECK (max_attempts > 0),
  -- Leases that ran out.
  crashes integer NOT NULL,
  unique_key {bytes},
  -- How long the key keeps others out: while it waits, until it is finished, or also after it was completed.
  unique_scope text CHECK (unique_scope IN ('waiting', 'live', 'period')),
  -- Drawn anew at every claim: only its holder may say how the run ended.
  lease_token {uuid},
  lease_until {time},
  worker text,
  started_at {time},
  cancel_requested boolean NOT NULL,
  last_error text,
  cause_request {uuid} NOT NULL,
  cause_event {uuid},
  cause_schedule text,
  created_at {time} NOT NULL,
  finished_at {time},
  CHECK ((state = 'executing') = (lease_token IS NOT NULL)),
  CHECK ((state IN ('completed', 'cancelled', 'dead')) = (finished_at IS NOT NULL)),
  CHECK ((unique_key IS NULL) = (unique_scope IS NULL))
);
CREATE INDEX jobs_ready ON jobs (queue, priority, run_at, id) WHERE state = 'available';
CREATE INDEX jobs_due ON jobs (run_at) WHERE state IN ('scheduled', 'retryable');
CREATE INDEX jobs_running ON jobs (queue, lease_until) WHERE state = 'executing';
CREATE INDEX jobs_stopping ON jobs (id) WHERE state = 'executing' AND cancel_requested;
CREATE INDEX jobs_finished ON jobs (org_id, finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX jobs_stopped ON jobs (org_id, id) WHERE state IN ('cancelled', 'dead');
CREATE INDEX jobs_org ON jobs (org_id, id);
CREATE UNIQUE INDEX jobs_unique ON jobs (unique_key) WHERE unique_key IS NOT NULL
  AND (state IN ('available', 'scheduled', 'executing', 'retryable')
    OR (unique_scope = 'period' AND state = 'completed'));
--postgres
-- Every job is written three times; the default waits for a fifth of the table before it cleans up.
ALTER TABLE jobs SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.02);
--end

-- Runs that did not end well. The good one is in the job itself.
CREATE TABLE job_attempts (
  id {uuid} NOT NULL PRIMARY KEY,
  job_id {uuid} NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  attempt integer NOT NULL,
  started_at {time} NOT NULL,
  ended_at {time} NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('failed', 'crashed', 'cancelled')),
  error text,
  worker text NOT NULL
);
CREATE INDEX job_attempts_job ON job_attempts (job_id, id);
