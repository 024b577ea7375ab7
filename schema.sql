-- The whole schema of a fresh database, for SQLite and PostgreSQL.
-- Ids are UUIDv7 text, instants ISO 8601 text in UTC with milliseconds (text order is time order),
-- money is in minor units beside its ISO currency, lists and maps are JSON text, flags are 0 or 1.
-- An older database gets here by the steps in migrations/; a test holds the two together.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- Who: tenants, people, rights ------------------------------------------------------------------

CREATE TABLE tenants (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  timezone TEXT NOT NULL,
  currency TEXT NOT NULL,
  locale TEXT NOT NULL,
  country TEXT NOT NULL,
  created_at TEXT NOT NULL,
  embed_origins TEXT NOT NULL DEFAULT '[]',
  contact TEXT NOT NULL DEFAULT ''
);

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  name TEXT NOT NULL,
  username TEXT,
  password_hash TEXT NOT NULL,
  locale TEXT,
  timezone TEXT,
  created_at TEXT NOT NULL
);

CREATE TABLE memberships (
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  role TEXT NOT NULL CHECK (role IN ('admin', 'coach', 'client')),
  created_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id);

-- One sign-in: the cookie carries the secret, the bearer token carries the id. Both end with it.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  secret_hash TEXT NOT NULL UNIQUE,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT
);
CREATE INDEX sessions_user ON sessions (user_id, tenant_id);

-- What can be booked ----------------------------------------------------------------------------

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  user_id TEXT REFERENCES users (id),
  name TEXT NOT NULL,
  timezone TEXT NOT NULL,
  privacy TEXT NOT NULL DEFAULT 'public' CHECK (privacy IN ('public', 'connected', 'private')),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  created_at TEXT NOT NULL,
  -- Grows with each change of this calendar; writing it locks the calendar.
  calendar BIGINT NOT NULL DEFAULT 0,
  UNIQUE (tenant_id, user_id)
);

CREATE TABLE services (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  kind TEXT NOT NULL DEFAULT 'session' CHECK (kind IN ('session', 'course')),
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  format TEXT NOT NULL DEFAULT 'in_person' CHECK (format IN ('in_person', 'online')),
  location TEXT NOT NULL DEFAULT '',
  durations TEXT NOT NULL,
  prices TEXT NOT NULL,
  vat_percent INTEGER NOT NULL DEFAULT 0 CHECK (vat_percent BETWEEN 0 AND 100),
  capacity INTEGER NOT NULL DEFAULT 1 CHECK (capacity >= 1),
  instant INTEGER NOT NULL DEFAULT 1 CHECK (instant IN (0, 1)),
  notice_minutes INTEGER NOT NULL DEFAULT 0 CHECK (notice_minutes >= 0),
  horizon_days INTEGER NOT NULL DEFAULT 60 CHECK (horizon_days >= 0),
  buffer_before INTEGER NOT NULL DEFAULT 0 CHECK (buffer_before >= 0),
  buffer_after INTEGER NOT NULL DEFAULT 0 CHECK (buffer_after >= 0),
  hold_minutes INTEGER NOT NULL DEFAULT 15 CHECK (hold_minutes >= 1),
  cancellation TEXT NOT NULL DEFAULT '[]',
  request_blocks_slot INTEGER NOT NULL DEFAULT 0 CHECK (request_blocks_slot IN (0, 1)),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  created_at TEXT NOT NULL,
  -- {"ru": {"name": ..., "description": ...}}
  translations TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX services_tenant ON services (tenant_id);

CREATE TABLE service_staff (
  service_id TEXT NOT NULL REFERENCES services (id),
  staff_id TEXT NOT NULL REFERENCES staff (id),
  PRIMARY KEY (service_id, staff_id)
);

CREATE TABLE course_streams (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  service_id TEXT NOT NULL REFERENCES services (id),
  label TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  capacity INTEGER NOT NULL CHECK (capacity >= 1),
  created_at TEXT NOT NULL,
  translations TEXT NOT NULL DEFAULT '{}',
  -- The dates of the single sessions: [{"starts_at", "ends_at"}]
  sessions TEXT NOT NULL DEFAULT '[]',
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
);
CREATE INDEX course_streams_service ON course_streams (service_id);

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

CREATE TABLE slots (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  staff_id TEXT NOT NULL REFERENCES staff (id),
  service_id TEXT REFERENCES services (id),
  course_stream_id TEXT REFERENCES course_streams (id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  capacity INTEGER NOT NULL DEFAULT 1 CHECK (capacity >= 1),
  seats_taken INTEGER NOT NULL DEFAULT 0,
  status TEXT GENERATED ALWAYS AS (CASE WHEN seats_taken < capacity THEN 'open' ELSE 'taken' END) STORED,
  instant INTEGER CHECK (instant IN (0, 1)),
  created_at TEXT NOT NULL,
  availability_id TEXT REFERENCES availability (id),
  -- Local start of the occurrence this slot is a part of.
  occurrence TEXT,
  -- What was offered as one interval: its parts merge again, and buffers are cut at its ends.
  offer_id TEXT,
  offer_starts_at TEXT,
  offer_ends_at TEXT,
  -- Merged into a neighbour, or withdrawn; kept because a booking that has ended names it.
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  -- Put over another interval by an admin, on purpose and with a reason.
  overbooked INTEGER NOT NULL DEFAULT 0 CHECK (overbooked IN (0, 1)),
  CONSTRAINT slots_order CHECK (starts_at < ends_at),
  -- The guard of the database itself: seats are never oversold, whatever the rules above it do.
  CONSTRAINT slots_seats CHECK (seats_taken BETWEEN 0 AND capacity)
);
CREATE INDEX slots_staff ON slots (staff_id, starts_at);
CREATE INDEX slots_open ON slots (tenant_id, starts_at) WHERE seats_taken < capacity AND gone = 0;
CREATE INDEX slots_offer ON slots (offer_id) WHERE offer_id IS NOT NULL;
CREATE INDEX slots_stream ON slots (course_stream_id) WHERE course_stream_id IS NOT NULL;
CREATE INDEX slots_availability ON slots (availability_id, occurrence) WHERE availability_id IS NOT NULL;

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

-- Bookings --------------------------------------------------------------------------------------

-- A customer is who is named: the same name, phone and e-mail are one row.
CREATE TABLE customers (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  UNIQUE (tenant_id, name, phone, email)
);

-- What search looks in: the words of name and e-mail, and every tail of the phone's digits, so
-- that the beginning of a word and a part of a phone number are both one range of this key.
CREATE TABLE customer_words (
  tenant_id TEXT NOT NULL,
-- only: postgresql
  word TEXT COLLATE "C" NOT NULL,
-- only: sqlite
  word TEXT NOT NULL,
-- only: all
  customer_id TEXT NOT NULL REFERENCES customers (id),
  PRIMARY KEY (tenant_id, word, customer_id)
);

CREATE TABLE bookings (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  version INTEGER NOT NULL DEFAULT 1,
  attendance_status TEXT NOT NULL CHECK (attendance_status IN
    ('requested', 'time_suggested', 'pending', 'manual', 'confirmed', 'completed', 'no-show', 'cancelled', 'declined')),
  payment_status TEXT NOT NULL DEFAULT 'unpaid' CHECK (payment_status IN
    ('unpaid', 'processing', 'paid', 'failed', 'partially_refunded', 'refunded', 'disputed')),
  -- The label of the two axes (DESIGN 2): computed, never written.
  status TEXT GENERATED ALWAYS AS (CASE
    WHEN attendance_status = 'manual' AND payment_status = 'paid' THEN 'manual-paid'
    WHEN attendance_status <> 'pending' THEN attendance_status
    WHEN payment_status IN ('paid', 'partially_refunded', 'disputed') THEN 'paid'
    WHEN payment_status = 'failed' THEN 'failed'
    ELSE 'pending' END) STORED,
  cancelled_by TEXT CHECK (cancelled_by IN ('admin', 'coach', 'client', 'system')),
  booking_source TEXT NOT NULL CHECK (booking_source IN ('online', 'waitlist', 'direct', 'walk_in', 'manual')),
  service_id TEXT NOT NULL REFERENCES services (id),
  staff_id TEXT NOT NULL REFERENCES staff (id),
  slot_id TEXT NOT NULL REFERENCES slots (id),
  -- Does it take a seat of its slot? A request that may have rivals does not, until it is accepted.
  holds_place INTEGER NOT NULL CHECK (holds_place IN (0, 1)),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  customer_id TEXT NOT NULL REFERENCES customers (id),
  user_id TEXT REFERENCES users (id),
  course_id TEXT REFERENCES services (id),
  course_stream TEXT,
  referral_code TEXT,
  discount_percent INTEGER NOT NULL DEFAULT 0 CHECK (discount_percent BETWEEN 0 AND 100),
  currency TEXT NOT NULL,
  base_amount BIGINT NOT NULL CHECK (base_amount >= 0),
  discount_amount BIGINT NOT NULL DEFAULT 0 CHECK (discount_amount >= 0),
  vat_amount BIGINT NOT NULL DEFAULT 0 CHECK (vat_amount >= 0),
  fee_amount BIGINT NOT NULL DEFAULT 0 CHECK (fee_amount >= 0),
  total_amount BIGINT NOT NULL CHECK (total_amount >= 0),
  suggestions TEXT NOT NULL DEFAULT '[]',
  notes TEXT NOT NULL DEFAULT '',
  hold_expires_at TEXT,
  confirmed_at TEXT,
  completed_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  overbooked INTEGER NOT NULL DEFAULT 0 CHECK (overbooked IN (0, 1))
);
CREATE INDEX bookings_created ON bookings (tenant_id, created_at, id);
CREATE INDEX bookings_starts ON bookings (tenant_id, starts_at, id);
CREATE INDEX bookings_status ON bookings (tenant_id, status, created_at);
CREATE INDEX bookings_payment ON bookings (tenant_id, payment_status, created_at);
CREATE INDEX bookings_source ON bookings (tenant_id, booking_source, created_at);
CREATE INDEX bookings_service ON bookings (service_id, created_at);
CREATE INDEX bookings_staff ON bookings (staff_id, starts_at);
CREATE INDEX bookings_user ON bookings (user_id, starts_at);
CREATE INDEX bookings_customer ON bookings (customer_id);
CREATE INDEX bookings_slot ON bookings (slot_id);
CREATE INDEX bookings_hold ON bookings (hold_expires_at) WHERE hold_expires_at IS NOT NULL;

-- The secret link of one booking; only its fingerprint is kept.
CREATE TABLE booking_links (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  booking_id TEXT NOT NULL REFERENCES bookings (id),
  secret_hash TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT
);
CREATE INDEX booking_links_booking ON booking_links (booking_id);

CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  booking_id TEXT NOT NULL REFERENCES bookings (id),
  version INTEGER NOT NULL,
  at TEXT NOT NULL,
  by_id TEXT,
  by_name TEXT NOT NULL,
  by_role TEXT NOT NULL,
  action TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  reason TEXT,
  request_id TEXT
);
CREATE INDEX audit_booking ON audit (booking_id, version);

-- Money -----------------------------------------------------------------------------------------

-- One row per real movement of money, whatever became of it.
CREATE TABLE payments (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  booking_id TEXT NOT NULL REFERENCES bookings (id),
  kind TEXT NOT NULL CHECK (kind IN ('charge', 'refund', 'dispute')),
  method TEXT NOT NULL CHECK (method IN ('stripe', 'cash', 'transfer')),
  status TEXT NOT NULL CHECK (status IN ('open', 'processing', 'succeeded', 'failed', 'canceled')),
  amount BIGINT NOT NULL CHECK (amount >= 0),
  currency TEXT NOT NULL,
  stripe_id TEXT,
  intent_id TEXT,
  error_message TEXT,
  -- When what the row says happened, by whoever's clock it happened at.
  happened_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  -- What Stripe says went back of a charge in all; each refund has a row of its own as well.
  refunded_amount BIGINT NOT NULL DEFAULT 0 CHECK (refunded_amount >= 0)
);
CREATE INDEX payments_booking ON payments (booking_id, created_at);
CREATE UNIQUE INDEX payments_stripe ON payments (stripe_id) WHERE stripe_id IS NOT NULL;
CREATE INDEX payments_intent ON payments (intent_id) WHERE intent_id IS NOT NULL;

-- An attempt to pay through Checkout: written, with its idempotency key, before Stripe is asked.
CREATE TABLE checkouts (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  booking_id TEXT NOT NULL REFERENCES bookings (id),
  idempotency_key TEXT NOT NULL UNIQUE,
  session_id TEXT UNIQUE,
  url TEXT,
  amount BIGINT NOT NULL,
  currency TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'complete', 'expired')),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX checkouts_booking ON checkouts (booking_id, created_at);

-- The inbox of Stripe's events: the row and its effect commit together.
CREATE TABLE stripe_events (
  id TEXT PRIMARY KEY,
  tenant_id TEXT REFERENCES tenants (id),
  type TEXT NOT NULL,
  booking_id TEXT,
  object_id TEXT,
  outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'ignored', 'waiting', 'failed')),
  error_message TEXT,
  payload TEXT NOT NULL,
  happened_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 1,
  next_attempt_at TEXT
);
CREATE INDEX stripe_events_created ON stripe_events (tenant_id, created_at);
CREATE INDEX stripe_events_due ON stripe_events (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

-- What needs a person.
CREATE TABLE attention (
  id TEXT PRIMARY KEY,
  tenant_id TEXT REFERENCES tenants (id),
  kind TEXT NOT NULL CHECK (kind IN
    ('late_payment', 'double_payment', 'mismatch', 'unmatched', 'refund_failed', 'dispute', 'stuck')),
  booking_id TEXT,
  payment_id TEXT,
  stripe_event_id TEXT,
  detail TEXT NOT NULL DEFAULT '{}',
  created_at TEXT NOT NULL,
  resolved_at TEXT
);
CREATE INDEX attention_open ON attention (tenant_id, created_at) WHERE resolved_at IS NULL;

-- The event log ---------------------------------------------------------------------------------

-- The same key of the same caller gives the same answer and one effect.
CREATE TABLE idempotency (
  caller TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);

-- One stream per audience. `head` is the newest sequence number; locking the row orders commits.
CREATE TABLE streams (
  name TEXT PRIMARY KEY,
  head BIGINT NOT NULL
);

CREATE TABLE events (
  stream TEXT NOT NULL,
  seq BIGINT NOT NULL,
  tenant_id TEXT NOT NULL,
  type TEXT NOT NULL,
  at TEXT NOT NULL,
  booking_id TEXT,
  request_id TEXT,
  envelope TEXT NOT NULL,
  PRIMARY KEY (stream, seq)
);
CREATE INDEX events_tenant ON events (tenant_id, at);
CREATE INDEX events_at ON events (at);
