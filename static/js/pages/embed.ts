/**
 * `<script src="BASE/embed/northside.js" async></script>` in a club's own page: puts the booking
 * page in its place, as high as what is in it. It is served as a plain script, so it imports
 * nothing; stores/frame.ts is its other half and says the same two words.
 */
function embed(script: HTMLScriptElement): void {
  const { origin, pathname } = new URL(script.src);
  const slug = pathname.replace(/^.*\/embed\/|\.js$/g, "");
  const frame = document.createElement("iframe");
  const language = script.dataset.lang ?? document.documentElement.lang.slice(0, 2);
  const params = new URLSearchParams({ embed: "1", ...(language ? { lang: language } : {}) });
  frame.src = `${origin}/book/${slug}?${params}`;
  frame.title = script.dataset.title ?? slug;
  frame.allow = "";
  Object.assign(frame.style, {
    display: "block",
    width: "100%",
    height: "40rem",
    border: "0",
    colorScheme: "light dark",
  });
  frame.addEventListener("load", () => {
    frame.contentWindow?.postMessage({ type: "callboard:hello" }, origin);
  });
  window.addEventListener("message", (event) => {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    const { type, height } = event.data ?? {};
    if (type === "callboard:height" && Number.isFinite(height) && height > 0) {
      frame.style.height = `${Math.min(height, 10_000)}px`;
    }
  });
  script.after(frame);
}

if (document.currentScript instanceof HTMLScriptElement) embed(document.currentScript);
