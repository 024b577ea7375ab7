/** What stands on the calendar, in words. */
import type { Item } from "../state/items";
import type { Service, Slot } from "../state/types";
import { dayLong, span } from "./format";
import { statusWord } from "./labels";
import { t, tn } from "./words";

/** The sign of the sprite that stands beside the colour. */
export function signOf({ kind, booking }: Pick<Item, "kind" | "booking">): string {
  switch (kind) {
    case "open":
      return "plus";
    case "group":
      return "calendar";
    case "requested":
      return "requested";
    case "held":
      return "pending";
    case "booked":
      return booking?.status ?? "confirmed";
    case "taken":
      return "cancelled";
    case "buffer":
      return "unpaid";
  }
}

export function kindWord(kind: Item["kind"]): string {
  switch (kind) {
    case "open":
      return t("Open");
    case "group":
      return t("Group");
    case "requested":
      return t("Requested");
    case "held":
      return t("Held until paid");
    case "booked":
      return t("Booked");
    case "taken":
      return t("Taken");
    case "buffer":
      return t("Buffer");
  }
}

export function stateWord(item: Item): string {
  if (item.isMoving) return t("Moving…");
  if (item.kind === "held") return t("Held");
  if (item.booking?.overbooked) return `${statusWord(item.booking.status)} · ${t("Overbooked")}`;
  return item.booking ? statusWord(item.booking.status) : kindWord(item.kind);
}

export function seatsWord(slot: Slot): string {
  const left = slot.capacity - slot.seats_taken;
  if (left <= 0) return t("Full: {capacity} of {capacity}", { capacity: slot.capacity });
  return t("{left} of {capacity} free", { left, capacity: slot.capacity });
}

export function titleOf(item: Item, services: readonly Service[]): string {
  if (item.booking) return item.booking.customer_name;
  const named = services.find((one) => one.id === item.slot?.service_id)?.name;
  if (item.kind === "open") return named ?? t("Any service");
  if (item.kind === "group") return named ?? t("Group");
  return kindWord(item.kind);
}

/** Everything about it in one line, for who cannot see where it stands. */
export function itemLine(item: Item, services: readonly Service[], coach: string): string {
  const seats = item.kind === "group" && item.slot ? seatsWord(item.slot) : "";
  const service = item.booking?.service_name ?? "";
  const rivals =
    item.rivals > 1
      ? tn("{n} request for this time", "{n} requests for this time", item.rivals)
      : "";
  const time = span(item.startsAt, item.endsAt);
  const parts = [
    stateWord(item),
    titleOf(item, services),
    service,
    seats,
    dayLong(item.startsAt),
    time,
    coach,
    rivals,
  ];
  return parts.filter((part, index) => part && parts.indexOf(part) === index).join(", ");
}
