/** How every page begins: boot data, words, theme; then its component in place of the shell. */
import { type ComponentType, h, render } from "preact";
import { type Boot, readBoot } from "./boot";
import { startThemeSwitch } from "./theme";
import { useFormats } from "./words/format";
import { type Catalogue, useCatalogue } from "./words/words";

async function loadWords(boot: Boot): Promise<void> {
  useFormats(boot.locale, boot.timezone);
  const link = document.getElementById("words") as HTMLLinkElement | null;
  try {
    const answer = await fetch(link?.href ?? "", { credentials: "same-origin" });
    useCatalogue(boot.locale, (await answer.json()) as Catalogue);
  } catch {
    // Without the catalogue the page still works, in English.
    useCatalogue("en", {});
  }
}

/** `prepare` begins what the page needs (fetches, the socket) and gives what is to be drawn. */
export async function start(prepare: (boot: Boot) => ComponentType): Promise<void> {
  startThemeSwitch();
  // On a phone the row of pages scrolls: where one is must be in sight.
  const here = document.querySelector(".nav [aria-current]");
  here?.scrollIntoView({ block: "nearest", inline: "center" });
  const boot = readBoot();
  await loadWords(boot);
  const page = prepare(boot);
  const app = document.getElementById("app");
  if (!app) throw new Error("this page has no place for its script");
  app.replaceChildren();
  render(h(page, {}), app);
}
