/**
 * The switch between the system's theme, light and dark. Kept in a cookie, so that the server
 * already writes it into the page and nothing flashes.
 */

const ORDER = ["auto", "light", "dark"] as const;
const YEAR_S = 31_536_000;

type Theme = (typeof ORDER)[number];

function current(): Theme {
  const set = document.documentElement.dataset.theme;
  return ORDER.find((theme) => theme === set) ?? "auto";
}

function use(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const age = theme === "auto" ? 0 : YEAR_S;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `callboard_theme=${theme}; path=/; max-age=${age}; samesite=lax`;
}

export function startThemeSwitch(): void {
  const button = document.getElementById("theme") as HTMLButtonElement | null;
  if (!button) return;
  const say = () => {
    const words = button.dataset[current()] ?? "";
    button.title = words;
    button.setAttribute("aria-label", words);
  };
  button.addEventListener("click", () => {
    use(ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length] as Theme);
    say();
  });
  say();
  button.hidden = false;
}
