/** Keeping who can be booked, for admins. */
import { start } from "../start";
import { reasonOf } from "../stores/refusal";
import { staffStore } from "../stores/staff";
import { StaffDialog } from "../views/catalogue/StaffDialog";
import { StaffPage } from "../views/catalogue/StaffPage";
import { Trouble } from "../views/Trouble";
import { Messages } from "./shared/Messages";

void start((boot) => {
  const store = staffStore(boot.user?.tenant.timezone ?? boot.timezone);
  const { editor } = store;
  void store.load();

  function Panel() {
    const open = editor.open.value;
    if (!open) return <Messages />;
    const { subject, ...panel } = open;
    const { timezone } = panel.form;
    return (
      <StaffDialog
        {...panel}
        isNew={subject === null}
        isLinked={Boolean(subject?.user_id)}
        people={store.free(subject)}
        zones={store.zones.includes(timezone) ? store.zones : [timezone, ...store.zones]}
        toasts={<Messages />}
        onSet={editor.set}
        onSave={() => void editor.save()}
        onClose={editor.close}
      />
    );
  }

  return function Page() {
    const failure = store.failure.value;
    const staff = store.staff.value;
    if (!staff && failure) {
      return <Trouble words={reasonOf(failure)} onRetry={() => void store.load()} />;
    }
    if (!staff) return <span class="spinner" />;
    return (
      <StaffPage
        staff={staff}
        people={Object.fromEntries(store.people.value.map(({ id, name }) => [id, name]))}
        onCreate={store.create}
        onEdit={store.edit}
        onActive={(member, isActive) => void store.setActive(member, isActive)}
      >
        <Panel />
      </StaffPage>
    );
  };
});
