/** Making a booking for a customer: what is chosen, the free times, what the server says of it. */
import { batch, signal } from "@preact/signals";
import { ApiError, newKey } from "../net/api";
import { createBooking } from "../net/bookings";
import { listSlots } from "../net/lookups";
import { isFree, keepChoice } from "../state/slots";
import type { Booking, Slot } from "../state/types";
import { t } from "../words/words";
import { isApiError, reasonOf } from "./refusal";
import { say } from "./toasts";

export interface Form {
  service_id: string;
  /** Empty: any. */
  staff_id: string;
  slot_id: string;
  customer_name: string;
  customer_phone: string;
  customer_email: string;
  booking_source: string;
  notes: string;
}

const BLANK: Form = {
  service_id: "",
  staff_id: "",
  slot_id: "",
  customer_name: "",
  customer_phone: "",
  customer_email: "",
  booking_source: "direct",
  notes: "",
};

export type NewBookingStore = ReturnType<typeof newBookingStore>;

export function newBookingStore(made: (booking: Booking) => void) {
  const isOpen = signal(false);
  const form = signal<Form>(BLANK);
  const slots = signal<readonly Slot[] | null>(null);
  const slotsState = signal<"idle" | "loading" | "failed">("idle");
  const problems = signal<Readonly<Record<string, string>>>({});
  const notice = signal("");
  const sending = signal(false);
  let running: AbortController | null = null;
  /** One key for one intention: pressing the button again after a failure cannot book twice. */
  let key = newKey();

  async function loadSlots() {
    running?.abort();
    const { service_id, staff_id } = form.value;
    if (!service_id) {
      slots.value = null;
      return;
    }
    running = new AbortController();
    slotsState.value = "loading";
    try {
      offer(await listSlots({ service_id, staff_id }, running.signal));
      slotsState.value = "idle";
    } catch (error) {
      if (error instanceof ApiError) slotsState.value = "failed";
    }
  }

  function offer(list: readonly Slot[]) {
    const now = new Date().toISOString();
    const free = list.filter((slot) => isFree(slot, now));
    batch(() => {
      slots.value = free;
      form.value = { ...form.value, slot_id: keepChoice(free, form.value.slot_id) };
    });
  }

  function set<Name extends keyof Form>(name: Name, value: Form[Name]) {
    form.value = { ...form.value, [name]: value };
    const { [name]: _solved, ...rest } = problems.value;
    problems.value = rest;
    key = newKey();
    if (name === "service_id") form.value = { ...form.value, staff_id: "" };
    if (name === "service_id" || name === "staff_id") void loadSlots();
  }

  /** What can be said before asking the server. */
  function missing(): Record<string, string> {
    const { service_id, slot_id, customer_name, customer_phone } = form.value;
    const found: Record<string, string> = {};
    if (!service_id) found.service_id = t("Choose a service.");
    else if (!slot_id) found.slot_id = t("Choose a time.");
    if (customer_name.trim().length < 2) found.customer_name = t("Enter a name.");
    if (!customer_phone.trim()) found.customer_phone = t("Enter a phone number.");
    return found;
  }

  function body(): Record<string, unknown> {
    const { staff_id: _chosenByTheSlot, ...rest } = form.value;
    return Object.fromEntries(Object.entries(rest).filter(([, value]) => value.trim() !== ""));
  }

  async function submit() {
    problems.value = missing();
    notice.value = "";
    if (Object.keys(problems.value).length || sending.value) return;
    sending.value = true;
    try {
      const { booking } = await createBooking(body(), key);
      made(booking);
      close();
      say("done", t("Booking created"));
    } catch (error) {
      if (isApiError(error)) refused(error);
    } finally {
      sending.value = false;
    }
  }

  function refused(error: ApiError) {
    const { details = [], slots: fresh } = error.body;
    if (error.code === "slot_taken") {
      notice.value = t("That time has just been taken. These are free now:");
      form.value = { ...form.value, slot_id: "" };
      if (fresh) offer(fresh);
      else void loadSlots();
      key = newKey();
      return;
    }
    problems.value = Object.fromEntries(details.map((one) => [one.field, one.message]));
    if (!details.length) notice.value = reasonOf(error);
    if (error.status !== 0) key = newKey();
  }

  function close() {
    running?.abort();
    isOpen.value = false;
  }

  return {
    isOpen,
    form,
    slots,
    slotsState,
    problems,
    notice,
    sending,
    set,
    submit,
    close,
    loadSlots,
    open() {
      batch(() => {
        form.value = BLANK;
        slots.value = null;
        problems.value = {};
        notice.value = "";
        isOpen.value = true;
      });
      key = newKey();
    },
  };
}
