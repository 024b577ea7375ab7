/** Moving a booking: dragged there or chosen from a list; asked first, put back when refused. */
import { batch, signal } from "@preact/signals";
import { ApiError, newKey } from "../net/api";
import { undoChange } from "../net/bookings";
import { type FreeTime, listTimes, rescheduleBooking, type Target } from "../net/calendar";
import { isWhole } from "../state/calendar";
import type { Moving } from "../state/items";
import type { Booking, Slot } from "../state/types";
import { wallOf } from "../state/zoned";
import { t } from "../words/words";
import { isApiError, reasonOf } from "./refusal";
import { say } from "./toasts";

export interface Move {
  booking: Booking;
  /** Where to; null: not chosen yet. */
  to: (Target & { staff_id: string }) | null;
  /** Dragged there: nothing to choose any more, only to say yes or no. */
  isDragged: boolean;
  day: string;
  staffId: string;
  times: readonly FreeTime[] | null;
  isLoading: boolean;
  isSending: boolean;
  notice: string;
}

interface Host {
  zone: string;
  put(booking: Booking): void;
  lift(to: Moving | null): void;
  slots(): readonly Slot[];
}

export type MovingStore = ReturnType<typeof movingStore>;

export function movingStore(host: Host) {
  const move = signal<Move | null>(null);
  let running: AbortController | null = null;
  let key = newKey();

  const change = (part: Partial<Move>) => {
    if (move.value) move.value = { ...move.value, ...part };
  };

  function minutesOf({ starts_at, ends_at }: Booking): number {
    return Math.round((Date.parse(ends_at ?? "") - Date.parse(starts_at ?? "")) / 60_000);
  }

  function begin(booking: Booking, to: Move["to"]) {
    key = newKey();
    move.value = {
      booking,
      to,
      isDragged: to !== null,
      day: wallOf(host.zone, booking.starts_at ?? Date.now()).slice(0, 10),
      staffId: booking.staff_id ?? "",
      times: null,
      isLoading: false,
      isSending: false,
      notice: "",
    };
  }

  async function load() {
    running?.abort();
    const open = move.value;
    if (!open?.booking.service_id || !open.day) return;
    running = new AbortController();
    change({ isLoading: true });
    try {
      const query: Record<string, string> = {
        service_id: open.booking.service_id,
        date: open.day,
        timezone: host.zone,
        duration_minutes: String(minutesOf(open.booking)),
      };
      if (open.staffId) query.staff_id = open.staffId;
      const times = await listTimes(query, running.signal);
      change({ times, isLoading: false });
    } catch (error) {
      if (error instanceof ApiError) {
        change({ times: [], isLoading: false, notice: reasonOf(error) });
      }
    }
  }

  function drag(booking: Booking, staffId: string, startsAt: string) {
    const group = host
      .slots()
      .find((s) => isWhole(s) && s.staff_id === staffId && s.starts_at === startsAt);
    begin(booking, {
      starts_at: startsAt,
      staff_id: staffId,
      ...(group ? { slot_id: group.id } : {}),
    });
    const ends = Date.parse(startsAt) + minutesOf(booking) * 60_000;
    host.lift({
      bookingId: booking.id,
      staffId,
      startsAt,
      endsAt: new Date(ends).toISOString(),
    });
  }

  function close() {
    running?.abort();
    batch(() => {
      move.value = null;
      host.lift(null);
    });
  }

  async function send() {
    const open = move.value;
    if (!open?.to || open.isSending) return;
    change({ isSending: true, notice: "" });
    try {
      const body = { ...open.to, version: open.booking.version };
      const { booking } = await rescheduleBooking(open.booking.id, body, key);
      batch(() => {
        host.put(booking);
        close();
      });
      say("done", t("The booking has been moved"), { undo: () => void undo(booking) });
    } catch (error) {
      if (isApiError(error)) refused(error, open);
    }
  }

  function refused(error: ApiError, open: Move) {
    key = newKey();
    const reason =
      error.code === "slot_taken"
        ? t("That time is not free.")
        : (detailOf(error) ?? reasonOf(error));
    if (error.body.current?.id === open.booking.id) host.put(error.body.current);
    if (open.isDragged) {
      close();
      say("failed", t("Not moved: it is back where it was"), { detail: reason });
      return;
    }
    change({ isSending: false, notice: reason, to: null });
    void load();
  }

  function detailOf(error: ApiError): string | undefined {
    return error.body.details?.[0]?.message;
  }

  async function undo(booking: Booking) {
    try {
      host.put((await undoChange(booking.id, newKey())).booking);
      say("done", t("The change has been undone"));
    } catch (error) {
      if (isApiError(error)) {
        say("failed", t("Update failed — please try again"), { detail: reasonOf(error) });
      }
    }
  }

  return {
    move,
    drag,
    choose(booking: Booking) {
      begin(booking, null);
      void load();
    },
    set(part: Partial<Pick<Move, "day" | "staffId">>) {
      change({ ...part, to: null, times: null, notice: "" });
      void load();
    },
    pick({ starts_at, slot_id, staff_id }: FreeTime) {
      change({ to: { starts_at, slot_id, staff_id }, notice: "" });
    },
    send,
    close,
  };
}
