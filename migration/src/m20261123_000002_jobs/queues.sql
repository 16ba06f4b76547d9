-- Settings of a queue for the whole installation; a queue without a row runs unlimited.
CREATE TABLE job_queues (
  name text NOT NULL PRIMARY KEY,
  paused boolean NOT NULL,
  -- Jobs that run at a time, over all processes.
  concurrency integer CHECK (concurrency > 0),
  -- At most so many starts in so many milliseconds.
  rate_limit integer CHECK (rate_limit > 0),
  rate_period_ms bigint CHECK (rate_period_ms > 0),
  -- When the allowance will be whole again.
  rate_full_at {time},
  updated_at {time} NOT NULL,
  CHECK ((rate_limit IS NULL) = (rate_period_ms IS NULL))
);

-- Queues that an organization stopped for its own jobs.
CREATE TABLE job_pauses (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  queue text NOT NULL,
  paused_at {time} NOT NULL,
  PRIMARY KEY (org_id, queue)
);

CREATE TABLE job_schedules (
  name text NOT NULL PRIMARY KEY,
  org_id {uuid} REFERENCES organizations (id),
  cron text NOT NULL,
  time_zone text NOT NULL,
  kind text NOT NULL,
  version integer NOT NULL,
  payload {json} NOT NULL,
  queue text NOT NULL,
  priority smallint NOT NULL,
  max_attempts integer NOT NULL,
  -- Whether runs that nobody was there for are made up for.
  catch_up boolean NOT NULL,
  -- NULL: it will not run again.
  next_at {time},
  last_at {time},
  enabled boolean NOT NULL,
  updated_at {time} NOT NULL
);
CREATE INDEX job_schedules_due ON job_schedules (next_at) WHERE enabled;
