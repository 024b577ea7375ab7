/** What a booking needs to be drawn on the board, as a row or as a card. */
import type { Mark } from "../state/known";
import type { Tables } from "../state/tables";
import type { Booking, Viewer } from "../state/types";

export interface RowProps {
  booking: Booking;
  mark: Mark | undefined;
  /** The server has not answered yet. */
  waiting: boolean;
  viewers: readonly Viewer[];
  /** "glow-odd", "glow-even" or nothing. */
  glow: string;
  /** It no longer matches the filters. */
  leaving: boolean;
  tables: Tables;
  on: RowHandlers;
}

export interface RowHandlers {
  open(id: string): void;
  change(booking: Booking, status: string): void;
  editing(id: string | null): void;
  pointer(id: string | null): void;
  focus(id: string | null): void;
}
