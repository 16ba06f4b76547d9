CREATE TABLE tasks (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  lead_id {uuid},
  kind text NOT NULL CHECK (kind IN ('to_do', 'meeting')),
  title text NOT NULL,
  place text NOT NULL,
  note text NOT NULL,
  due_at {time} NOT NULL,
  remind_at {time},
  -- The reminder of this moment was given; another moment is reminded of anew.
  reminded_at {time},
  assignee_id {uuid} NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
  done_at {time},
  done_by {uuid},
  created_by {uuid} NOT NULL,
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  -- Made by the form once per task: sending it twice adds it once.
  key text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id),
  FOREIGN KEY (org_id, assignee_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, done_by) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, created_by) REFERENCES members (org_id, id),
  CHECK ((state = 'done') = (done_at IS NOT NULL))
);
CREATE UNIQUE INDEX tasks_key ON tasks (org_id, created_by, key);
-- The agenda of one member, and that of everybody.
CREATE INDEX tasks_of_member ON tasks (org_id, assignee_id, due_at, id) WHERE state = 'open';
CREATE INDEX tasks_of_all ON tasks (org_id, due_at, id) WHERE state = 'open';
CREATE INDEX tasks_of_lead ON tasks (org_id, lead_id, due_at, id);

CREATE TABLE mentions (
  org_id {uuid} NOT NULL,
  activity_id {uuid} NOT NULL,
  member_id {uuid} NOT NULL,
  PRIMARY KEY (org_id, activity_id, member_id),
  FOREIGN KEY (org_id, activity_id) REFERENCES activities (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id)
);

CREATE TABLE notifications (
  org_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  -- Who is told.
  member_id {uuid} NOT NULL,
  kind text NOT NULL,
  lead_id {uuid},
  -- In words: the title of a task, what was written.
  subject text NOT NULL,
  event_id {uuid},
  -- Kind, subject and event in one: nobody is told of one thing twice.
  key text NOT NULL,
  actor_id {uuid},
  created_at {time} NOT NULL,
  read_at {time},
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, actor_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id)
);
CREATE UNIQUE INDEX notifications_key ON notifications (org_id, member_id, key);
CREATE INDEX notifications_newest ON notifications (org_id, member_id, created_at, id);
CREATE INDEX notifications_unread ON notifications (org_id, member_id) WHERE read_at IS NULL;
CREATE INDEX notifications_lead ON notifications (org_id, lead_id) WHERE lead_id IS NOT NULL;

CREATE TABLE message_drafts (
  org_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  lead_id {uuid} NOT NULL,
  -- Who wrote it first.
  member_id {uuid} NOT NULL,
  channel text NOT NULL CHECK (channel IN ('email', 'sms')),
  subject text NOT NULL,
  body text NOT NULL,
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  discarded_at {time},
  -- Made by the form once per draft: sending it twice keeps it once.
  key text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, lead_id) REFERENCES leads (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id)
);
CREATE UNIQUE INDEX message_drafts_key ON message_drafts (org_id, member_id, key);
CREATE INDEX message_drafts_lead ON message_drafts (org_id, lead_id, created_at, id);
