-- Scheduling: availability, slots that split, holds, overbooking on purpose.

ALTER TABLE tenants ADD COLUMN embed_origins TEXT NOT NULL DEFAULT '[]';
-- How the public reaches this tenant, in its own words: telephone, e-mail, address.
ALTER TABLE tenants ADD COLUMN contact TEXT NOT NULL DEFAULT '';
-- Grows with each change of this calendar; writing it locks the calendar.
ALTER TABLE staff ADD COLUMN calendar BIGINT NOT NULL DEFAULT 0;
-- {"ru": {"name": ..., "description": ...}}
ALTER TABLE services ADD COLUMN translations TEXT NOT NULL DEFAULT '{}';
ALTER TABLE course_streams ADD COLUMN translations TEXT NOT NULL DEFAULT '{}';
-- The dates of the single sessions: [{"starts_at", "ends_at"}]
ALTER TABLE course_streams ADD COLUMN sessions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE course_streams ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1));

CREATE TABLE availability (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  staff_id TEXT NOT NULL REFERENCES staff (id),
  version INTEGER NOT NULL DEFAULT 1,
  -- Local time of the first occurrence, without a zone: 2026-11-21T18:00
  starts_local TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  timezone TEXT NOT NULL,
  -- An RFC 5545 rule without DTSTART; null: once.
  rrule TEXT,
  -- Local starts that are left out.
  exceptions TEXT NOT NULL DEFAULT '[]',
  service_ids TEXT NOT NULL DEFAULT '[]',
  capacity INTEGER NOT NULL DEFAULT 1 CHECK (capacity >= 1),
  instant INTEGER CHECK (instant IN (0, 1)),
  -- Occurrences that begin before this instant have been made into slots.
  made_until TEXT NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1)),
  created_at TEXT NOT NULL
);
CREATE INDEX availability_staff ON availability (staff_id);
CREATE INDEX availability_made ON availability (made_until) WHERE rrule IS NOT NULL AND ended = 0;

ALTER TABLE slots ADD COLUMN availability_id TEXT REFERENCES availability (id);
-- Local start of the occurrence this slot is a part of.
ALTER TABLE slots ADD COLUMN occurrence TEXT;
-- What was offered as one interval: its parts merge again, and buffers are cut at its ends.
ALTER TABLE slots ADD COLUMN offer_id TEXT;
ALTER TABLE slots ADD COLUMN offer_starts_at TEXT;
ALTER TABLE slots ADD COLUMN offer_ends_at TEXT;
-- Merged into a neighbour, or withdrawn; kept because a booking that has ended names it.
ALTER TABLE slots ADD COLUMN gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));
-- Put over another interval by an admin, on purpose and with a reason.
ALTER TABLE slots ADD COLUMN overbooked INTEGER NOT NULL DEFAULT 0 CHECK (overbooked IN (0, 1));
DROP INDEX slots_open;
CREATE INDEX slots_open ON slots (tenant_id, starts_at) WHERE seats_taken < capacity AND gone = 0;
CREATE INDEX slots_offer ON slots (offer_id) WHERE offer_id IS NOT NULL;
CREATE INDEX slots_stream ON slots (course_stream_id) WHERE course_stream_id IS NOT NULL;
CREATE INDEX slots_availability ON slots (availability_id, occurrence) WHERE availability_id IS NOT NULL;

ALTER TABLE bookings ADD COLUMN overbooked INTEGER NOT NULL DEFAULT 0 CHECK (overbooked IN (0, 1));
CREATE INDEX bookings_hold ON bookings (hold_expires_at) WHERE hold_expires_at IS NOT NULL;

-- The guard of the database itself: two intervals of one calendar never overlap, whatever the rules
-- above it do. An overbooking on purpose is the one exception. No interval is longer than a day.
-- only: sqlite
CREATE TRIGGER slots_no_overlap_insert BEFORE INSERT ON slots
WHEN NEW.gone = 0 AND NEW.overbooked = 0 AND EXISTS (
  SELECT 1 FROM slots WHERE staff_id = NEW.staff_id AND gone = 0 AND overbooked = 0
  AND starts_at > strftime('%Y-%m-%dT%H:%M:%fZ', NEW.starts_at, '-1 day')
  AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at AND id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'slots_no_overlap'); END;
CREATE TRIGGER slots_no_overlap_update
BEFORE UPDATE OF staff_id, starts_at, ends_at, gone, overbooked ON slots
WHEN NEW.gone = 0 AND NEW.overbooked = 0 AND EXISTS (
  SELECT 1 FROM slots WHERE staff_id = NEW.staff_id AND gone = 0 AND overbooked = 0
  AND starts_at > strftime('%Y-%m-%dT%H:%M:%fZ', NEW.starts_at, '-1 day')
  AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at AND id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'slots_no_overlap'); END;
-- only: postgresql
CREATE FUNCTION slots_no_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.gone = 0 AND NEW.overbooked = 0 THEN
    -- Whoever writes to this calendar waits here for who wrote before, and then sees it.
    PERFORM 1 FROM staff WHERE id = NEW.staff_id FOR UPDATE;
    IF EXISTS (
      SELECT 1 FROM slots WHERE staff_id = NEW.staff_id AND gone = 0 AND overbooked = 0
      AND starts_at > to_char(NEW.starts_at::timestamptz AT TIME ZONE 'UTC' - interval '1 day',
                              'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at AND id <> NEW.id
    ) THEN
      RAISE EXCEPTION 'slots_no_overlap' USING ERRCODE = 'exclusion_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER slots_no_overlap BEFORE INSERT OR UPDATE OF staff_id, starts_at, ends_at, gone, overbooked
ON slots FOR EACH ROW EXECUTE FUNCTION slots_no_overlap();
-- only: all
