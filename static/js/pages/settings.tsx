/** The settings of the club, for admins. */
import { start } from "../start";
import { reasonOf } from "../stores/refusal";
import { copy, embedLine, settingsStore } from "../stores/settings";
import { SettingsPage } from "../views/SettingsPage";
import { Trouble } from "../views/Trouble";
import { Messages } from "./shared/Messages";

void start((boot) => {
  const store = settingsStore();
  void store.load();
  const slug = boot.user?.tenant.slug ?? "";
  const line = embedLine(slug);
  return function Page() {
    const failure = store.failure.value;
    if (failure) return <Trouble words={reasonOf(failure)} onRetry={() => void store.load()} />;
    if (!store.form.value) return <span class="spinner" />;
    return (
      <SettingsPage
        form={store.form.value}
        zones={store.zones.value}
        problems={store.problems.value}
        isSaving={store.saving.value}
        bookingPage={`${location.origin}/book/${slug}`}
        line={line}
        onSet={store.set}
        onSave={() => void store.save()}
        onCopy={() => void copy(line)}
      >
        <Messages />
      </SettingsPage>
    );
  };
});
