/** Money as people write it, and as it is kept: whole minor units of a currency. */

function digitsOf(currency: string): number {
  const made = new Intl.NumberFormat("en", { style: "currency", currency });
  return made.resolvedOptions().maximumFractionDigits ?? 2;
}

/** "45", "45.5", "45,50", "1 200" -> minor units; null: not an amount of this currency. */
export function parseAmount(text: string, currency: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  const digits = digitsOf(currency);
  const found = /^(\d{1,9})(?:\.(\d+))?$/.exec(plain);
  if (!found) return null;
  const [, whole = "", part = ""] = found;
  if (part.length > digits) return null;
  return Number(whole + part.padEnd(digits, "0"));
}

/** "45.50", to be typed on. */
export function amountText(amount: number, currency: string): string {
  const digits = digitsOf(currency);
  return (amount / 10 ** digits).toFixed(digits);
}
