/** Who can be booked, as admins keep them. */
import { signal } from "@preact/signals";
import { type ApiError, newKey } from "../net/api";
import { listPeople, type Person, saveStaff } from "../net/catalogue";
import { listStaff } from "../net/lookups";
import { inOrder } from "../state/catalogue";
import type { Staff } from "../state/types";
import { t } from "../words/words";
import { panelStore } from "./panel";
import { isApiError, reasonOf } from "./refusal";
import { say } from "./toasts";

export interface StaffForm {
  name: string;
  timezone: string;
  privacy: "public" | "connected" | "private";
  active: boolean;
  /** Empty: nobody. */
  user_id: string;
}

export type StaffStore = ReturnType<typeof staffStore>;

export function staffStore(zone: string) {
  const staff = signal<readonly Staff[] | null>(null);
  const people = signal<readonly Person[]>([]);
  const failure = signal<ApiError | null>(null);

  async function load() {
    try {
      const [found, users] = await Promise.all([listStaff(), listPeople()]);
      staff.value = inOrder(found);
      people.value = users;
      failure.value = null;
    } catch (error) {
      if (isApiError(error)) failure.value = error;
    }
  }

  function bodyOf(form: StaffForm, before: Staff | null): Record<string, unknown> {
    const { user_id, active, ...rest } = form;
    const isNew = user_id !== (before?.user_id ?? "");
    return {
      ...rest,
      ...(before ? { active } : {}),
      ...(isNew && user_id ? { user_id } : {}),
    };
  }

  const editor = panelStore<StaffForm, Staff | null>(
    async (form, before, key) => {
      await saveStaff(before?.id ?? null, bodyOf(form, before), key);
      await load();
      say("done", before ? t("Coach saved") : t("Coach added"));
    },
    (form) => (form.name.trim().length < 2 ? { name: t("Enter a name.") } : {}),
  );

  async function setActive(member: Staff, active: boolean) {
    try {
      await saveStaff(member.id, { active }, newKey());
      await load();
      say("done", active ? t("Coach restored") : t("Coach archived"));
    } catch (error) {
      if (isApiError(error)) {
        say("failed", t("Update failed — please try again"), { detail: reasonOf(error) });
      }
    }
  }

  return {
    staff,
    people,
    failure,
    zones: Intl.supportedValuesOf("timeZone"),
    load,
    editor,
    setActive,
    /** People without a calendar of their own, and who keeps this one. */
    free: (member: Staff | null) =>
      people.value.filter(
        ({ id, role }) =>
          id === member?.user_id ||
          (role !== "client" && !staff.value?.some((one) => one.user_id === id)),
      ),
    create: () =>
      editor.begin(
        { name: "", timezone: zone, privacy: "public", active: true, user_id: "" },
        null,
      ),
    edit: (member: Staff) =>
      editor.begin(
        {
          name: member.name,
          timezone: member.timezone ?? zone,
          privacy: member.privacy ?? "public",
          active: member.active !== false,
          user_id: member.user_id ?? "",
        },
        member,
      ),
  };
}
