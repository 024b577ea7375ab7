/** What could not be loaded, why, and the way out. */
import { t } from "../words/words";
import { Icon } from "./Icon";

export function Trouble({ words, onRetry }: { words: string; onRetry(): void }) {
  return (
    <div class="trouble" role="alert">
      <Icon name="alert" />
      <span>{words}</span>
      <button type="button" class="button" onClick={onRetry}>
        {t("Try again")}
      </button>
    </div>
  );
}
