/** The open details: one booking with its history, and what a person is typing about it. */
import { batch, signal } from "@preact/signals";
import { ApiError, newKey } from "../net/api";
import { editBooking, getBooking, makeLink, startCheckout } from "../net/bookings";
import { type Draft, type Field, isChanged, rebaseDraft, startDraft, typeIn } from "../state/draft";
import { difference } from "../state/known";
import type { Actor, AuditRow, Booking, Envelope, Payment } from "../state/types";
import { t } from "../words/words";
import { isApiError, reasonOf } from "./refusal";
import { say } from "./toasts";

const REFRESH_MS = 400;

export interface Details {
  id: string;
  booking: Booking | null;
  audit: readonly AuditRow[];
  payments: readonly Payment[];
  draft: Draft | null;
  state: "loading" | "ready" | "failed" | "gone";
  saving: boolean;
  /** Words of the server by field, from the last refused save. */
  problems: Readonly<Record<string, string>>;
  /** A link to copy by hand. */
  link: string | null;
}

export type DetailsStore = ReturnType<typeof detailsStore>;

export function detailsStore(me: string | null, put: (booking: Booking) => void) {
  const details = signal<Details | null>(null);
  /** What was typed and not saved when the details were closed; it is there when they open again. */
  const kept = new Map<string, Draft>();
  let refreshing: ReturnType<typeof setTimeout> | undefined;

  const change = (part: Partial<Details>) => {
    if (details.value) details.value = { ...details.value, ...part };
  };

  function open(id: string, known: Booking | undefined) {
    if (details.value?.id === id) return;
    details.value = {
      id,
      booking: known ?? null,
      audit: [],
      payments: [],
      draft: known ? begin(known) : null,
      state: "loading",
      saving: false,
      problems: {},
      link: null,
    };
    void refresh(id);
  }

  function begin(booking: Booking): Draft {
    const typed = kept.get(booking.id)?.typed ?? {};
    return rebased({ ...startDraft(booking), typed }, booking);
  }

  async function refresh(id: string) {
    try {
      const { booking } = await getBooking(id);
      if (details.value?.id !== id) return;
      const { audit_trail, payments, ...plain } = booking;
      batch(() => {
        learn(plain as Booking, null);
        change({ audit: audit_trail, payments, state: "ready" });
      });
    } catch (error) {
      if (details.value?.id !== id || !(error instanceof ApiError)) return;
      if (details.value.state === "loading") {
        change({ state: error.status === 404 ? "gone" : "failed" });
      }
    }
  }

  /** A newer state of the booking; `by` null when nobody needs to be named. */
  function learn(booking: Booking, by: { actor: Actor | null; at: string } | null) {
    const open = details.value;
    if (!open || open.id !== booking.id) return;
    if (!open.booking || !open.draft) {
      change({ booking, draft: begin(booking) });
      return;
    }
    if (open.booking.version > booking.version) return;
    const changed = difference(open.booking, booking);
    const notice = by ? { by: by.actor, changed, at: by.at } : open.draft.notice;
    const draft = notice ? rebaseDraft(open.draft, booking, notice) : rebased(open.draft, booking);
    change({ booking, draft });
  }

  /** The server's log was begun anew: what it says now counts, whatever its version. */
  function outdate() {
    const { id, booking } = details.value ?? {};
    if (!id) return;
    if (booking) change({ booking: { ...booking, version: 0 } });
    void refresh(id);
  }

  function rebased(draft: Draft, booking: Booking): Draft {
    const silent = { by: null, changed: [], at: booking.updated_at };
    return { ...rebaseDraft(draft, booking, silent), notice: null };
  }

  function hear(events: readonly Envelope[]) {
    const ours = events.filter((event) => event.booking_id === details.value?.id);
    for (const event of ours) {
      const isMine = me !== null && event.by?.id === me;
      if (event.booking === null) change({ state: "gone" });
      else if (event.booking) {
        learn(event.booking, isMine ? null : { actor: event.by, at: event.at });
      }
    }
    const id = details.value?.id;
    if (!ours.length || !id) return;
    clearTimeout(refreshing);
    refreshing = setTimeout(() => void refresh(id), REFRESH_MS);
  }

  async function save() {
    const { id, booking, draft } = details.value ?? {};
    if (!id || !booking || !draft) return;
    change({ saving: true, problems: {} });
    try {
      const body = { ...draft.typed, version: booking.version };
      const answer = await editBooking(id, body, newKey());
      batch(() => {
        change({ draft: startDraft(answer.booking), booking: answer.booking });
        put(answer.booking);
      });
      say("done", t("Saved"));
    } catch (error) {
      if (isApiError(error)) refused(error);
    } finally {
      if (details.value?.id === id) change({ saving: false });
    }
  }

  function refused(error: ApiError) {
    const { current, by, details: problems = [] } = error.body;
    if (current) {
      put(current);
      learn(current, { actor: by ?? null, at: current.updated_at });
    }
    change({ problems: Object.fromEntries(problems.map((one) => [one.field, one.message])) });
    say("failed", t("Not saved — your text is still here"), { detail: reasonOf(error) });
  }

  /** Some browsers refuse the clipboard (no HTTPS, too long after the click): then it is shown. */
  async function copy(make: () => Promise<string>) {
    try {
      const link = await make();
      try {
        await navigator.clipboard.writeText(link);
        say("done", t("Link copied"));
      } catch {
        change({ link });
      }
    } catch (error) {
      if (!isApiError(error)) return;
      say("failed", t("The link could not be made"), { detail: reasonOf(error) });
    }
  }

  return {
    details,
    open,
    close() {
      const { id, draft } = details.value ?? {};
      if (id && draft && isChanged(draft)) kept.set(id, draft);
      else if (id) kept.delete(id);
      details.value = null;
    },
    retry() {
      if (details.value) {
        change({ state: "loading" });
        void refresh(details.value.id);
      }
    },
    hear,
    outdate,
    learn: (booking: Booking) => learn(booking, null),
    type(field: Field, text: string) {
      if (details.value?.draft) change({ draft: typeIn(details.value.draft, field, text) });
    },
    discard() {
      if (details.value?.booking)
        change({ draft: startDraft(details.value.booking), problems: {} });
    },
    save,
    copyLink: (id: string) => copy(async () => (await makeLink(id, newKey())).watch_url),
    copyCheckout: (id: string) => copy(async () => (await startCheckout(id, {})).url),
  };
}
