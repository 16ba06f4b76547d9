-- The number by which a county knows the land of a property: as it was written, and its letters and digits alone.
ALTER TABLE properties ADD COLUMN parcel text;
ALTER TABLE properties ADD COLUMN parcel_key text;
CREATE INDEX properties_parcel ON properties (org_id, parcel_key) WHERE parcel_key IS NOT NULL;
