/** Services and streams as those who keep them see them. */
import type { Offered, Stream } from "./offer";
import type { PriceLine } from "./types";

export interface KeptStream extends Stream {
  active: boolean;
}

export interface Service extends Offered {
  active: boolean;
  prices: PriceLine[];
  vat_percent: number;
  capacity: number;
  request_blocks_slot: boolean;
  notice_minutes: number;
  buffer_before: number;
  buffer_after: number;
  streams: KeptStream[];
}

/** Active ones first, then by name. */
export function inOrder<Thing extends { name: string; active?: boolean }>(
  things: readonly Thing[],
): Thing[] {
  const rank = ({ active }: Thing) => (active === false ? 1 : 0);
  return [...things].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
