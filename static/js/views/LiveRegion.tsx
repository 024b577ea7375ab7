/** What a screen reader hears; nobody sees it. */
export function LiveRegion({ words }: { words: string }) {
  return (
    <div class="sr-only" role="status" aria-live="polite">
      {words}
    </div>
  );
}
