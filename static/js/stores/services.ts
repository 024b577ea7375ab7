/** The services and streams of a tenant, as its admins keep them. */
import { signal } from "@preact/signals";
import { type ApiError, newKey } from "../net/api";
import { saveService, saveStream } from "../net/catalogue";
import { listServices, listStaff } from "../net/lookups";
import { inOrder, type KeptStream, type Service } from "../state/catalogue";
import { bodyOf, formOf, newService, type ServiceForm, unreadable } from "../state/serviceForm";
import {
  isComplete,
  newStream,
  type StreamForm,
  streamBody,
  streamFormOf,
} from "../state/streamForm";
import type { Staff } from "../state/types";
import { t } from "../words/words";
import { panelStore } from "./panel";
import { isApiError, reasonOf } from "./refusal";
import { say } from "./toasts";

export type ServicesStore = ReturnType<typeof servicesStore>;

export interface StreamSubject {
  service: Service;
  stream: KeptStream | null;
}

export function servicesStore(zone: string, currency: string) {
  const services = signal<readonly Service[] | null>(null);
  const staff = signal<readonly Staff[]>([]);
  const failure = signal<ApiError | null>(null);
  /** The services that are being archived or restored. */
  const busy = signal<string | null>(null);

  async function load() {
    try {
      const [found, people] = await Promise.all([listServices(), listStaff()]);
      services.value = inOrder(found);
      staff.value = people;
      failure.value = null;
    } catch (error) {
      if (isApiError(error)) failure.value = error;
    }
  }

  const able = () => staff.value.filter((member) => member.active !== false);

  const editor = panelStore<ServiceForm, Service | null>(
    async (form, before, key) => {
      await saveService(before?.id ?? null, bodyOf(form, currency, before), key);
      await load();
      say("done", before ? t("Service saved") : t("Service created"));
    },
    (form) => {
      const wrong = Object.entries(unreadable(form, currency)).map(([field, kind]) => [
        field,
        kind === "number"
          ? t("Enter a whole number.")
          : t("Enter an amount in {currency}, like 45 or 45.50.", { currency }),
      ]);
      const short = form.name.trim().length < 2 ? { name: t("Enter a name.") } : {};
      return { ...Object.fromEntries(wrong), ...short };
    },
  );

  const streamEditor = panelStore<StreamForm, StreamSubject>(
    async (form, { service, stream }, key) => {
      await saveStream(service.id, stream?.id ?? null, streamBody(form, zone, stream), key);
      await load();
      say("done", stream ? t("Course dates saved") : t("Course dates added"));
    },
    (form, { stream }) => {
      const found: Record<string, string> = {};
      if (form.label.trim().length < 2) found.label = t("Enter a name.");
      if (!/^\d+$/.test(form.capacity)) found.capacity = t("Enter a whole number.");
      if (!stream && !form.staff_id) found.staff_id = t("Choose a coach.");
      if (!form.sessions.every(isComplete)) {
        found.sessions = t("Each date needs a day, a beginning and an end.");
      }
      return found;
    },
  );

  async function setActive(service: Service, active: boolean) {
    busy.value = service.id;
    try {
      await saveService(service.id, { active }, newKey());
      await load();
      say("done", active ? t("Service restored") : t("Service archived"));
    } catch (error) {
      if (isApiError(error)) {
        say("failed", t("Update failed — please try again"), { detail: reasonOf(error) });
      }
    } finally {
      busy.value = null;
    }
  }

  return {
    services,
    staff,
    failure,
    busy,
    load,
    able,
    editor,
    streamEditor,
    setActive,
    create: () => editor.begin(newService(able().map(({ id }) => id)), null),
    edit: (service: Service) => editor.begin(formOf(service), service),
    addStream(service: Service) {
      const first = able().find(({ id }) => service.staff_ids.includes(id));
      streamEditor.begin(newStream(first?.id ?? "", service.capacity), { service, stream: null });
    },
    editStream: (service: Service, stream: KeptStream) =>
      streamEditor.begin(streamFormOf(stream, zone), { service, stream }),
  };
}
