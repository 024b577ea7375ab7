/** A booking for a customer, in three steps: service, slot, customer. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { STEPS, type Step } from "../state/newBooking";
import { t } from "../words/words";
import { Dialog } from "./Dialog";
import { Icon } from "./Icon";

interface Props {
  step: Step;
  notice: string;
  /** Grows with each try that went wrong. */
  attempt: number;
  sending: boolean;
  /** "Walk-in now" makes sense: a service is chosen, and it is not a course. */
  canWalkIn: boolean;
  toasts: ComponentChildren;
  children: ComponentChildren;
  onStep(step: Step): void;
  onWalkIn(): void;
  onSubmit(): void;
  onClose(): void;
}

export function NewBookingDialog({ step, attempt, ...props }: Props) {
  const element = useRef<HTMLFormElement>(null);
  const shown = useRef(step);
  // The first field that needs a person gets the focus; after a step, what it begins with.
  useEffect(() => {
    const wrong = element.current?.querySelector<HTMLElement>("[aria-invalid]");
    if (wrong) wrong.focus();
    else if (shown.current !== step) {
      element.current?.querySelector<HTMLElement>("[data-first], .dialog-body input")?.focus();
    }
    shown.current = step;
  }, [step, attempt]);
  const at = STEPS.indexOf(step);
  const before = STEPS[at - 1];
  return (
    <Dialog class="sheet tall" title={t("New booking")} onClose={props.onClose}>
      <form
        ref={element}
        class="sheet-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        <Steps step={step} onStep={props.onStep} />
        <div class="dialog-body new-booking">
          <p class="notice-line" role="alert">
            {props.notice}
          </p>
          {props.children}
        </div>
        <footer class="dialog-foot">
          {before && (
            <button type="button" class="button quiet" onClick={() => props.onStep(before)}>
              <Icon name="left" />
              {t("Back")}
            </button>
          )}
          <span class="foot-space" />
          {props.canWalkIn && (
            <button type="button" class="button" onClick={props.onWalkIn}>
              {t("Walk-in now")}
            </button>
          )}
          <button type="submit" class="button primary" disabled={props.sending}>
            {props.sending && <span class="spinner" />}
            {at === STEPS.length - 1 ? t("Create booking") : t("Next")}
          </button>
        </footer>
      </form>
      {props.toasts}
    </Dialog>
  );
}

function stepWord(step: Step): string {
  if (step === "service") return t("Service");
  return step === "slot" ? t("Time") : t("Customer");
}

function Steps({ step, onStep }: { step: Step; onStep(step: Step): void }) {
  const at = STEPS.indexOf(step);
  return (
    <ol class="steps" aria-label={t("Steps")}>
      {STEPS.map((one, index) => (
        <li key={one} class={index < at ? "is-done" : ""}>
          <button
            type="button"
            aria-current={one === step ? "step" : undefined}
            onClick={() => onStep(one)}
          >
            <span class="step-number" aria-hidden="true">
              {index + 1}
            </span>
            {stepWord(one)}
          </button>
        </li>
      ))}
    </ol>
  );
}
