/** Who else looks at or edits a booking. */
import { initials, tint } from "../state/presence";
import type { Viewer } from "../state/types";
import { t } from "../words/words";

const SHOWN = 3;

function says(viewer: Viewer): string {
  return viewer.mode === "editing"
    ? t("{name} is editing", { name: viewer.name })
    : t("{name} is looking", { name: viewer.name });
}

export function Avatars({ viewers }: { viewers: readonly Viewer[] }) {
  if (!viewers.length) return null;
  const hidden = viewers.length - SHOWN;
  return (
    <span class="avatars">
      {viewers.slice(0, SHOWN).map((viewer) => (
        <span
          key={viewer.user_id}
          class="avatar"
          role="img"
          data-tint={tint(viewer.user_id)}
          data-mode={viewer.mode}
          title={says(viewer)}
          aria-label={says(viewer)}
        >
          {initials(viewer.name)}
        </span>
      ))}
      {hidden > 0 && (
        <span class="avatar" data-tint="4">
          +{hidden}
        </span>
      )}
    </span>
  );
}
