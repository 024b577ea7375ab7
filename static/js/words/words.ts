/**
 * Words in the reader's language. English sentences are the keys; the catalogue is the server's
 * (`words.LOCALE.json`). Babel finds `t("...")` and `tn("...", "...", n)` in the source, so the
 * sentences must stand there literally.
 */

export type Catalogue = Record<string, string | string[]>;

export type Params = Record<string, string | number>;

/** gettext's order of plural forms, for each of CLDR's categories we meet. */
const FORM: Record<string, number> = { one: 0, few: 1, many: 2 };

let catalogue: Catalogue = {};
let plurals = new Intl.PluralRules("en");

export function useCatalogue(locale: string, words: Catalogue): void {
  catalogue = words;
  plurals = new Intl.PluralRules(locale);
}

function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

export function t(text: string, params: Params = {}): string {
  const found = catalogue[text];
  return fill((Array.isArray(found) ? found[0] : found) || text, params);
}

/** The form that `n` takes; `{n}` in it is the number. */
export function tn(one: string, many: string, n: number, params: Params = {}): string {
  const forms = catalogue[one];
  const category = plurals.select(n);
  const index = FORM[category] ?? (Array.isArray(forms) ? forms.length - 1 : 1);
  const form = Array.isArray(forms) ? forms[Math.min(index, forms.length - 1)] : undefined;
  return fill(form || (category === "one" ? one : many), { n, ...params });
}
