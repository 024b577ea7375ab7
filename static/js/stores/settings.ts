/** The settings of a tenant: typed, saved, and what the server says of them. */
import { batch, computed, signal } from "@preact/signals";
import { type ApiError, newKey } from "../net/api";
import { getTenant, saveTenant, type Tenant } from "../net/tenant";
import { t } from "../words/words";
import { isApiError, reasonOf } from "./refusal";
import { say } from "./toasts";

export interface Form {
  name: string;
  timezone: string;
  contact: string;
  /** One origin in each line. */
  embed_origins: string;
}

function formOf({ name, timezone, contact, embed_origins }: Tenant): Form {
  return { name, timezone, contact, embed_origins: embed_origins.join("\n") };
}

export function settingsStore() {
  const tenant = signal<Tenant | null>(null);
  const form = signal<Form | null>(null);
  const failure = signal<ApiError | null>(null);
  const problems = signal<Readonly<Record<string, string>>>({});
  const saving = signal(false);
  const zones = Intl.supportedValuesOf("timeZone");

  function show(fresh: Tenant) {
    batch(() => {
      tenant.value = fresh;
      form.value = formOf(fresh);
      failure.value = null;
    });
  }

  async function load() {
    try {
      show((await getTenant()).tenant);
    } catch (error) {
      if (isApiError(error)) failure.value = error;
    }
  }

  function set(name: keyof Form, value: string) {
    if (!form.value) return;
    form.value = { ...form.value, [name]: value };
    const { [name]: _solved, ...rest } = problems.value;
    problems.value = rest;
  }

  async function save() {
    if (!form.value || saving.value) return;
    saving.value = true;
    const embed_origins = form.value.embed_origins.split(/\s+/).filter(Boolean);
    try {
      show((await saveTenant({ ...form.value, embed_origins }, newKey())).tenant);
      problems.value = {};
      say("done", t("Settings saved"));
    } catch (error) {
      if (isApiError(error)) refused(error, embed_origins);
    } finally {
      saving.value = false;
    }
  }

  /** `embed_origins.1` is the second line: the words say which. */
  function refused(error: ApiError, origins: readonly string[]) {
    const found: Record<string, string> = {};
    for (const { field, message } of error.body.details ?? []) {
      const [name = "", line] = field.split(".");
      found[name] = line === undefined ? message : `${origins[Number(line)] ?? ""}: ${message}`;
    }
    problems.value = found;
    if (!error.body.details?.length) say("failed", reasonOf(error));
  }

  return {
    tenant,
    form,
    failure,
    problems,
    saving,
    zones: computed(() => {
      const own = tenant.value?.timezone;
      return own && !zones.includes(own) ? [own, ...zones] : zones;
    }),
    load,
    set,
    save,
  };
}

/** The line for a club's own page. */
export function embedLine(slug: string): string {
  return `<script src="${location.origin}/embed/${slug}.js" async></script>`;
}

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say("done", t("Copied"));
  } catch {
    say("failed", t("The browser did not let us copy. Please select the line and copy it."));
  }
}
