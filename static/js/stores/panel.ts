/** A form in a dialog: what is typed, what the server says of it, and saving it once. */
import { signal } from "@preact/signals";
import { type ApiError, newKey } from "../net/api";
import { isApiError, reasonOf } from "./refusal";

export type Problems = Readonly<Record<string, string>>;

export interface Panel<Form, Subject> {
  form: Form;
  subject: Subject;
  problems: Problems;
  notice: string;
  isSaving: boolean;
  /** Grows with each try to save: the focus goes to what is wrong then, not while one types. */
  attempt: number;
}

/** `Subject`: what the form is about; null where it is something new. */
export function panelStore<Form extends object, Subject>(
  send: (form: Form, subject: Subject, key: string) => Promise<void>,
  check: (form: Form, subject: Subject) => Problems,
) {
  const open = signal<Panel<Form, Subject> | null>(null);
  let key = newKey();

  const change = (part: Partial<Panel<Form, Subject>>) => {
    if (open.value) open.value = { ...open.value, ...part };
  };

  function refused(error: ApiError) {
    const { details = [] } = error.body;
    if (error.status !== 0) key = newKey();
    change({
      isSaving: false,
      attempt: (open.value?.attempt ?? 0) + 1,
      problems: Object.fromEntries(details.map((one) => [one.field, one.message])),
      notice: details.length ? "" : reasonOf(error),
    });
  }

  return {
    open,
    begin(form: Form, subject: Subject) {
      key = newKey();
      open.value = { form, subject, problems: {}, notice: "", isSaving: false, attempt: 0 };
    },
    /** `solved`: the server's names of what is typed anew. */
    set(part: Partial<Form>, ...solved: string[]) {
      if (!open.value) return;
      key = newKey();
      const names = [...Object.keys(part), ...solved];
      const left = Object.entries(open.value.problems).filter(
        ([field]) => !names.some((name) => field === name || field.startsWith(`${name}.`)),
      );
      change({ form: { ...open.value.form, ...part }, problems: Object.fromEntries(left) });
    },
    async save() {
      const now = open.value;
      if (!now || now.isSaving) return;
      const problems = check(now.form, now.subject);
      change({ problems, notice: "", attempt: now.attempt + 1 });
      if (Object.keys(problems).length) return;
      change({ isSaving: true });
      try {
        await send(now.form, now.subject, key);
        open.value = null;
      } catch (error) {
        if (isApiError(error)) refused(error);
      }
    },
    close() {
      open.value = null;
    },
  };
}
