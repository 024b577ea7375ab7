/** A coach: name, clock, who may see the free times, who signs in for it. */
import type { ComponentChildren } from "preact";
import type { Person } from "../../net/catalogue";
import type { StaffForm } from "../../stores/staff";
import { t } from "../../words/words";
import { Check, Choice, Part, type Problems, Words } from "./fields";
import { PanelFrame } from "./PanelFrame";
import { privacyWord } from "./StaffPage";

interface Props {
  form: StaffForm;
  isNew: boolean;
  /** Somebody signs in for it already: that stays. */
  isLinked: boolean;
  people: readonly Person[];
  zones: readonly string[];
  problems: Problems;
  attempt: number;
  notice: string;
  isSaving: boolean;
  toasts: ComponentChildren;
  onSet(part: Partial<StaffForm>): void;
  onSave(): void;
  onClose(): void;
}

export function StaffDialog({ form, isNew, isLinked, people, zones, onSet, ...props }: Props) {
  const { problems } = props;
  const bind = (id: "name" | "timezone" | "privacy" | "user_id") => ({
    id,
    value: form[id],
    problems,
    isWhole: true,
    onInput: (value: string) => onSet({ [id]: value } as Partial<StaffForm>),
  });
  return (
    <PanelFrame title={isNew ? t("New coach") : form.name} {...props}>
      <Part title={t("Coach")}>
        <Words {...bind("name")} label={t("Name")} />
        <Choice
          {...bind("timezone")}
          label={t("Time zone")}
          options={zones.map((zone) => [zone, zone.replaceAll("_", " ")])}
        />
        <p class="field whole muted">
          {t(
            "No booking moves when the zone changes: each keeps its moment, only the clock differs.",
          )}
        </p>
        <Choice
          {...bind("privacy")}
          label={t("Privacy")}
          options={["public", "connected", "private"].map((one) => [one, privacyWord(one)])}
        />
        <Choice
          {...bind("user_id")}
          label={t("Who signs in for it")}
          isDisabled={isLinked}
          options={[
            ["", t("Nobody")],
            ...people.map(({ id, name, email }) => [id, `${name}, ${email}`] as const),
          ]}
        />
        {!isNew && (
          <div class="field whole">
            <Check
              label={t("Can be booked")}
              isOn={form.active}
              onChange={(active) => onSet({ active })}
            />
          </div>
        )}
      </Part>
    </PanelFrame>
  );
}
