/** Day, view and coach in the address bar; back works. */

export type View = "day" | "week" | "list";

export interface CalendarAddress {
  day: string;
  view: View;
  /** Empty: every coach. */
  staffId: string;
}

const VIEWS: readonly string[] = ["day", "week", "list"];

export function readCalendarAddress(today: string, view: View): CalendarAddress {
  const params = new URLSearchParams(location.search);
  const day = params.get("date") ?? "";
  const wanted = params.get("view") ?? "";
  return {
    day: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : today,
    view: VIEWS.includes(wanted) ? (wanted as View) : view,
    staffId: params.get("staff") ?? "",
  };
}

export function writeCalendarAddress({ day, view, staffId }: CalendarAddress): void {
  const params = new URLSearchParams({ date: day, view });
  if (staffId) params.set("staff", staffId);
  const search = `?${params}`;
  if (search !== location.search) history.pushState(null, "", location.pathname + search);
}
