/** Nothing to show, and what to do about it. */
interface Props {
  title: string;
  words?: string;
  action?: { label: string; run(): void };
}

export function Empty({ title, words, action }: Props) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {words && <p>{words}</p>}
      {action && (
        <button type="button" class="button" onClick={action.run}>
          {action.label}
        </button>
      )}
    </div>
  );
}
