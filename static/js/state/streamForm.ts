/** A stream of a course as it is typed: its dates by the club's clock. */
import { shiftDay } from "./agenda";
import type { KeptStream } from "./catalogue";
import { instantOf, wallOf } from "./zoned";

export interface MeetingRow {
  date: string;
  start: string;
  end: string;
}

export interface StreamForm {
  label: string;
  label_ru: string;
  capacity: string;
  staff_id: string;
  active: boolean;
  sessions: readonly MeetingRow[];
}

export function newStream(staffId: string, seats: number): StreamForm {
  return {
    label: "",
    label_ru: "",
    capacity: String(seats),
    staff_id: staffId,
    active: true,
    sessions: [{ date: "", start: "18:00", end: "19:30" }],
  };
}

export function streamFormOf(stream: KeptStream, zone: string): StreamForm {
  return {
    label: stream.label,
    label_ru: stream.translations.ru ?? "",
    capacity: String(stream.capacity),
    staff_id: stream.staff_id ?? "",
    active: stream.active,
    sessions: stream.sessions.map(({ starts_at, ends_at }) => ({
      date: wallOf(zone, starts_at).slice(0, 10),
      start: wallOf(zone, starts_at).slice(11),
      end: wallOf(zone, ends_at).slice(11),
    })),
  };
}

/** One more date: a week after the last one, at the same time. */
export function oneMore(sessions: readonly MeetingRow[]): MeetingRow[] {
  const last = sessions.at(-1) ?? { date: "", start: "18:00", end: "19:30" };
  return [...sessions, { ...last, date: last.date && shiftDay(last.date, 7) }];
}

export function isComplete({ date, start, end }: MeetingRow): boolean {
  return Boolean(date && start && end);
}

function meetingOf({ date, start, end }: MeetingRow, zone: string) {
  // An end before its start is after midnight.
  const day = end > start ? date : shiftDay(date, 1);
  return {
    starts_at: instantOf(zone, `${date}T${start}`),
    ends_at: instantOf(zone, `${day}T${end}`),
  };
}

export function streamBody(
  form: StreamForm,
  zone: string,
  before: KeptStream | null,
): Record<string, unknown> {
  const { label, label_ru, capacity, staff_id, active, sessions } = form;
  const { ru: _old, ...others } = before?.translations ?? {};
  return {
    label,
    capacity: Number(capacity),
    translations: label_ru.trim() ? { ...others, ru: label_ru.trim() } : others,
    sessions: sessions.map((row) => meetingOf(row, zone)),
    ...(before ? { active } : { staff_id }),
  };
}
