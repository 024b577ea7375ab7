/** How long the place is still held; a screen reader hears it at a few moments, not each second. */
import { clockWords } from "../state/countdown";
import { t } from "../words/words";
import { LiveRegion } from "./LiveRegion";

export function Hold({ left, said }: { left: number; said: string }) {
  return (
    <>
      <p class={left <= 60 ? "hold is-short" : "hold"}>
        {left > 0 ? t("Your place is held for you for:") : t("The time to pay has run out.")}{" "}
        {left > 0 && (
          <strong role="timer" aria-live="off">
            {clockWords(left)}
          </strong>
        )}
      </p>
      <LiveRegion words={said} />
    </>
  );
}
