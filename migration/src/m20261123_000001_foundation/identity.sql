CREATE TABLE organizations (
  id {uuid} NOT NULL PRIMARY KEY,
  name text NOT NULL,
  time_zone text NOT NULL,
  -- Minutes within which a new lead is to be answered.
  response_minutes integer NOT NULL,
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL,
  version bigint NOT NULL
);

-- A person may be a member of several organizations, so users belong to none.
CREATE TABLE users (
  id {uuid} NOT NULL PRIMARY KEY,
  email text NOT NULL,
  email_key text NOT NULL UNIQUE,
  name text NOT NULL,
  password_hash text NOT NULL,
  created_at {time} NOT NULL,
  updated_at {time} NOT NULL
);

CREATE TABLE members (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  user_id {uuid} NOT NULL REFERENCES users (id),
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'agent', 'viewer')),
  created_at {time} NOT NULL,
  last_seen_at {time},
  removed_at {time},
  version bigint NOT NULL
--sqlite
  , PRIMARY KEY (org_id, id)
--end
);
CREATE UNIQUE INDEX members_user ON members (org_id, user_id);
CREATE INDEX members_by_user ON members (user_id);
--postgres
-- Last wherever other tables refer to it and further indexes begin with the organization: of indexes that look equally
-- good, as all do before there are statistics, the planner takes the youngest, and checks of foreign keys keep its plan.
ALTER TABLE members ADD PRIMARY KEY (org_id, id);
--end

CREATE TABLE sessions (
  org_id {uuid} NOT NULL,
  id {uuid} NOT NULL,
  member_id {uuid} NOT NULL,
  user_id {uuid} NOT NULL REFERENCES users (id),
  -- SHA-256 of the cookie's value: a copy of the table signs nobody in.
  token_hash {bytes} NOT NULL UNIQUE,
  ip text,
  user_agent text,
  created_at {time} NOT NULL,
  last_seen_at {time} NOT NULL,
  expires_at {time} NOT NULL,
  ended_at {time},
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id)
);
CREATE INDEX sessions_member ON sessions (org_id, member_id);

CREATE TABLE invitations (
  org_id {uuid} NOT NULL REFERENCES organizations (id),
  id {uuid} NOT NULL,
  email text NOT NULL,
  email_key text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'agent', 'viewer')),
  token_hash {bytes} NOT NULL UNIQUE,
  invited_by {uuid} NOT NULL,
  created_at {time} NOT NULL,
  expires_at {time} NOT NULL,
  accepted_at {time},
  revoked_at {time},
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, invited_by) REFERENCES members (org_id, id)
);
CREATE INDEX invitations_open ON invitations (org_id, email_key) WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- Failed sign-ins by who tried what; old rows are swept.
CREATE TABLE sign_in_failures (
  id {uuid} NOT NULL PRIMARY KEY,
  email_key text NOT NULL,
  ip text NOT NULL,
  at {time} NOT NULL
);
CREATE INDEX sign_in_failures_ip ON sign_in_failures (ip, at);
