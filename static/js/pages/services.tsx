/** Keeping the services, for admins. */
import { start } from "../start";
import { nameIn } from "../state/offer";
import { reasonOf } from "../stores/refusal";
import { servicesStore } from "../stores/services";
import { ServiceDialog } from "../views/catalogue/ServiceDialog";
import { ServicesPage } from "../views/catalogue/ServicesPage";
import { StreamDialog } from "../views/catalogue/StreamDialog";
import { Trouble } from "../views/Trouble";
import { Messages } from "./shared/Messages";

void start((boot) => {
  const zone = boot.user?.tenant.timezone ?? boot.timezone;
  const currency = boot.user?.tenant.currency ?? "EUR";
  const store = servicesStore(zone, currency);
  const { editor, streamEditor } = store;
  void store.load();

  function Panels() {
    const service = editor.open.value;
    if (service) {
      const { subject, ...panel } = service;
      return (
        <ServiceDialog
          {...panel}
          isNew={subject === null}
          staff={store.staff.value.filter(
            (one) => one.active !== false || panel.form.staff_ids.includes(one.id),
          )}
          currency={currency}
          toasts={<Messages />}
          onSet={editor.set}
          onSave={() => void editor.save()}
          onClose={editor.close}
        />
      );
    }
    const stream = streamEditor.open.value;
    if (!stream) return <Messages />;
    const { subject, ...panel } = stream;
    return (
      <StreamDialog
        {...panel}
        course={nameIn(subject.service, boot.locale)}
        isNew={subject.stream === null}
        staff={store.staff.value}
        zone={zone}
        toasts={<Messages />}
        onSet={streamEditor.set}
        onSave={() => void streamEditor.save()}
        onClose={streamEditor.close}
      />
    );
  }

  return function Page() {
    const failure = store.failure.value;
    const services = store.services.value;
    if (!services && failure) {
      return <Trouble words={reasonOf(failure)} onRetry={() => void store.load()} />;
    }
    if (!services) return <span class="spinner" />;
    return (
      <ServicesPage
        services={services}
        staff={store.staff.value}
        locale={boot.locale}
        busy={store.busy.value}
        on={{
          create: store.create,
          edit: store.edit,
          setActive: (service, isActive) => void store.setActive(service, isActive),
          addStream: store.addStream,
          editStream: store.editStream,
        }}
      >
        <Panels />
      </ServicesPage>
    );
  };
});
