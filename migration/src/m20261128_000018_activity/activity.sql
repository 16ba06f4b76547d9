-- The log as people read it: newest first, of the whole organization, of one kind, of one member.
CREATE INDEX events_feed ON events (org_id, tx, seq);
-- By an expression, so that it serves the feed alone: SQLite, which counts columns and not rows, would take the bare column
-- also for the events of one lead of a kind, and walk all of that kind.
CREATE INDEX events_kind ON events (org_id, (kind || ''), tx, seq);
-- Partial: what visitors and the program do pays nothing for it. It ends in what a member's feed is narrowed by, so that
-- an entry that is left out is passed over without looking it up.
CREATE INDEX events_actor ON events (org_id, actor_id, tx, seq, kind) WHERE actor_id IS NOT NULL;
-- Who was given leads and when, for the figures of a team.
CREATE INDEX events_assigned ON events (org_id, at) WHERE kind = 'lead.assigned';
-- What was done and when, for the same figures.
CREATE INDEX tasks_done ON tasks (org_id, done_at) WHERE done_at IS NOT NULL;
