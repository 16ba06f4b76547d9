-- The headings themselves, in their order, so that what was chosen serves a file with more columns too. Those of before have none.
ALTER TABLE import_mappings ADD COLUMN names {json};
