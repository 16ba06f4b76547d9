-- What is stored now is cut here as far as SQL can: into letters and digits of ASCII. A text with other letters follows when
-- its lead changes next.
--sqlite
UPDATE leads SET search_text = leads.search_text || ' ' || lower(p.parcel_key) || ' ' ||
  replace(replace(replace(lower(p.parcel), '-', ' '), '.', ' '), '/', ' ')
  FROM properties AS p
  WHERE p.org_id = leads.org_id AND p.id = leads.property_id AND p.parcel_key IS NOT NULL;
UPDATE leads SET search_text = leads.search_text || v.words
  FROM (
    SELECT t.org_id, t.lead_id, group_concat(' ' ||
      replace(replace(replace(replace(replace(lower(substr(t.text, 1, 200)), '-', ' '), '.', ' '), ',', ' '), '/', ' '), char(10), ' '), '') AS words
      FROM lead_values AS t JOIN custom_fields AS f ON f.org_id = t.org_id AND f.id = t.field_id
      WHERE f.field_type IN ('text', 'long_text') AND t.text NOT GLOB '*[^' || char(1) || '-~]*'
      GROUP BY t.org_id, t.lead_id
  ) AS v
  WHERE v.org_id = leads.org_id AND v.lead_id = leads.id;
--end
--postgres
UPDATE leads SET search_text = leads.search_text || ' ' || lower(p.parcel_key)
    || regexp_replace(' ' || lower(p.parcel COLLATE "C"), '[^a-z0-9]+', ' ', 'g')
  FROM properties AS p
  WHERE p.org_id = leads.org_id AND p.id = leads.property_id AND p.parcel_key IS NOT NULL;
UPDATE leads SET search_text = leads.search_text || v.words
  FROM (
    SELECT t.org_id, t.lead_id,
      string_agg(regexp_replace(' ' || lower(substr(t.text, 1, 200) COLLATE "C"), '[^a-z0-9]+', ' ', 'g'), '') AS words
      FROM lead_values AS t JOIN custom_fields AS f ON f.org_id = t.org_id AND f.id = t.field_id
      WHERE f.field_type IN ('text', 'long_text') AND t.text !~ '[^\x01-\x7e]'
      GROUP BY t.org_id, t.lead_id
  ) AS v
  WHERE v.org_id = leads.org_id AND v.lead_id = leads.id;
--end
