-- The log of what happened. Readers advance through (tx, seq): on PostgreSQL a sequence number is drawn before
-- the commit, so a reader by seq alone would skip rows that commit late; tx is the writing transaction, and a
-- reader only goes as far as the oldest transaction that is still running. SQLite has one writer: tx stays 0.
CREATE TABLE events (
  seq {serial},
--sqlite
  tx bigint NOT NULL DEFAULT 0,
--end
--postgres
  tx bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
--end
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  kind text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('member', 'visitor', 'system')),
  actor_id {uuid},
  subject_kind text NOT NULL,
  subject_id {uuid} NOT NULL,
  -- The request or run that caused it; all events of one cause share it.
  correlation_id {uuid} NOT NULL,
  payload {json} NOT NULL,
  at {time} NOT NULL
);
CREATE UNIQUE INDEX events_id ON events (org_id, id);
CREATE INDEX events_position ON events (tx, seq);
CREATE INDEX events_subject ON events (org_id, subject_id, tx, seq);

CREATE TABLE event_readers (
  name text NOT NULL PRIMARY KEY,
  tx bigint NOT NULL,
  seq bigint NOT NULL,
  updated_at {time} NOT NULL
);

--sqlite
CREATE TRIGGER events_are_final BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
--end
--postgres
CREATE FUNCTION refuse_update() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% are never changed', TG_TABLE_NAME; END $$;
CREATE TRIGGER events_are_final BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION refuse_update();
--end
