/** A service with all its terms. */
import type { ComponentChildren } from "preact";
import type { ServiceForm } from "../../state/serviceForm";
import type { Staff } from "../../state/types";
import { t } from "../../words/words";
import { Problem } from "../Field";
import { Check, Choice, Figure, Paragraph, Part, type Problems, Words } from "./fields";
import { PanelFrame } from "./PanelFrame";
import { PriceRows, TierRows } from "./ServiceRows";

interface Props {
  form: ServiceForm;
  isNew: boolean;
  staff: readonly Staff[];
  currency: string;
  problems: Problems;
  attempt: number;
  notice: string;
  isSaving: boolean;
  toasts: ComponentChildren;
  onSet(part: Partial<ServiceForm>, ...solved: string[]): void;
  onSave(): void;
  onClose(): void;
}

type TextName = {
  [Name in keyof ServiceForm]: ServiceForm[Name] extends string ? Name : never;
}[keyof ServiceForm];

export function ServiceDialog({ form, problems, isNew, staff, currency, onSet, ...props }: Props) {
  /** A field of the form under the name that the server has for it. */
  const bind = (name: TextName, id: string = name) => ({
    id,
    value: form[name],
    problems,
    onInput: (value: string) => onSet({ [name]: value } as Partial<ServiceForm>, id),
  });
  const length = (name: "min" | "max" | "default" | "step") => ({
    ...bind(name, `durations.${name}`),
    onInput: (value: string) => onSet({ [name]: value }, "durations"),
  });
  return (
    <PanelFrame title={isNew ? t("New service") : form.name} {...props}>
      <Part title={t("What it is")}>
        <Choice
          {...bind("kind")}
          label={t("Kind")}
          options={[
            ["session", t("Session")],
            ["course", t("Course")],
          ]}
        />
        <Figure {...bind("capacity")} label={t("Places")} />
        <Words {...bind("name")} label={t("Name in English")} />
        <Words {...bind("name_ru", "translations.ru.name")} label={t("Name in Russian")} />
        <Paragraph {...bind("description")} label={t("Description in English")} />
        <Paragraph
          {...bind("description_ru", "translations.ru.description")}
          label={t("Description in Russian")}
        />
        <Choice
          {...bind("format")}
          label={t("Format")}
          options={[
            ["in_person", t("In person")],
            ["online", t("Online")],
          ]}
        />
        <Words {...bind("location")} label={form.format === "online" ? t("Link") : t("Place")} />
      </Part>
      <Part title={t("Duration, in minutes")}>
        <Figure {...length("min")} label={t("Shortest")} />
        <Figure {...length("max")} label={t("Longest")} />
        <Figure {...length("default")} label={t("Usual")} />
        <Figure {...length("step")} label={t("In steps of")} />
        <div class="field whole">
          <Problem id="durations" words={problems.durations} />
        </div>
      </Part>
      <Part title={t("Price")}>
        <PriceRows form={form} problems={problems} currency={currency} onSet={onSet} />
        <Figure {...bind("vat_percent")} label={t("VAT included, %")} />
      </Part>
      <Part title={t("How it is booked")}>
        <Choice
          id="instant"
          label={t("Booking")}
          value={form.instant ? "yes" : ""}
          problems={problems}
          isWhole
          options={[
            ["yes", t("At once")],
            ["", t("By request: the coach answers")],
          ]}
          onInput={(value) => onSet({ instant: value !== "" })}
        />
        {!form.instant && (
          <div class="field whole">
            <Check
              label={t("A request keeps its time until it is answered")}
              isOn={form.request_blocks_slot}
              onChange={(request_blocks_slot) => onSet({ request_blocks_slot })}
            />
          </div>
        )}
        <Figure {...bind("notice_minutes")} label={t("Shortest notice, minutes")} />
        <Figure {...bind("horizon_days")} label={t("Bookable ahead, days")} />
        <Figure {...bind("buffer_before")} label={t("Kept free before, minutes")} />
        <Figure {...bind("buffer_after")} label={t("Kept free after, minutes")} />
        <Figure {...bind("hold_minutes")} label={t("Time to pay, minutes")} />
      </Part>
      <Part title={t("Cancellation")}>
        <TierRows form={form} problems={problems} onSet={onSet} />
      </Part>
      <Part title={t("Offered by")}>
        <div class="field whole">
          {staff.map(({ id, name }) => (
            <Check
              key={id}
              label={name}
              isOn={form.staff_ids.includes(id)}
              onChange={(isOn) =>
                onSet({
                  staff_ids: isOn
                    ? [...form.staff_ids, id]
                    : form.staff_ids.filter((one) => one !== id),
                })
              }
            />
          ))}
          <Problem id="staff_ids" words={problems.staff_ids} />
        </div>
      </Part>
    </PanelFrame>
  );
}
