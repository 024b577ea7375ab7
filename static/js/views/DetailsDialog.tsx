/** One booking with everything known of it. */
import type { ComponentChildren } from "preact";
import type { Draft, Field as Name } from "../state/draft";
import type { Tables } from "../state/tables";
import type { AuditRow, Booking, Payment, Viewer } from "../state/types";
import { t } from "../words/words";
import { AuditTrail } from "./AuditTrail";
import { Avatars } from "./Avatars";
import { BookingFacts, PaymentRows, PriceFacts } from "./BookingFacts";
import { BookingForm, Meanwhile } from "./BookingForm";
import { Dialog } from "./Dialog";
import { Empty } from "./Empty";
import { Flags } from "./Flags";
import { Icon } from "./Icon";
import { StatusSelect } from "./StatusSelect";
import { AttendanceTag, PaymentTag } from "./Tags";
import { Trouble } from "./Trouble";

export interface DetailsProps {
  booking: Booking | null;
  audit: readonly AuditRow[];
  payments: readonly Payment[];
  draft: Draft | null;
  state: "loading" | "ready" | "failed" | "gone";
  saving: boolean;
  problems: Readonly<Record<string, string>>;
  link: string | null;
  tables: Tables;
  viewers: readonly Viewer[];
  waiting: boolean;
  isPayable: boolean;
  /** Drawn in the dialog, because outside of it everything is inert. */
  toasts: ComponentChildren;
  on: {
    close(): void;
    retry(): void;
    change(booking: Booking, status: string): void;
    type(field: Name, text: string): void;
    save(): void;
    discard(): void;
    editing(isEditing: boolean): void;
    copyLink(id: string): void;
    copyCheckout(id: string): void;
  };
}

export function DetailsDialog(props: DetailsProps) {
  const { booking, state, on } = props;
  return (
    <Dialog
      class="drawer"
      title={booking?.customer_name ?? t("Booking")}
      aside={<Avatars viewers={props.viewers} />}
      onClose={on.close}
    >
      <div class="dialog-body">
        {state === "gone" ? (
          <Empty
            title={t("This booking is not here")}
            words={t("It does not exist or you may no longer see it.")}
          />
        ) : (
          <Content {...props} />
        )}
      </div>
      {props.draft && <Meanwhile draft={props.draft} />}
      {props.toasts}
    </Dialog>
  );
}

function Content({ booking, draft, state, on, ...props }: DetailsProps) {
  if (state === "failed") {
    return <Trouble words={t("The details could not be loaded.")} onRetry={on.retry} />;
  }
  if (!booking || !draft) return <Loading />;
  return (
    <>
      <div class="section">
        <div class="tags">
          <StatusSelect
            booking={booking}
            tables={props.tables}
            waiting={props.waiting}
            onChange={(status) => on.change(booking, status)}
            onEditing={on.editing}
          />
          <PaymentTag status={booking.payment_status} />
          <AttendanceTag status={booking.attendance_status} />
          <Flags booking={booking} />
        </div>
        <div class="actions">
          <button type="button" class="button" onClick={() => on.copyLink(booking.id)}>
            <Icon name="link" />
            {t("Copy the customer’s link")}
          </button>
          {props.isPayable && (
            <button type="button" class="button" onClick={() => on.copyCheckout(booking.id)}>
              <Icon name="paid" />
              {t("Copy a payment link")}
            </button>
          )}
        </div>
        {props.link && <LinkField link={props.link} />}
      </div>
      <Section title={t("Booking")}>
        <BookingFacts booking={booking} />
      </Section>
      <Section title={t("Customer")}>
        {booking.customer_id && (
          <p class="all-of">
            <a href={`/customers/${booking.customer_id}`}>
              {t("All bookings of {name}", { name: booking.customer_name })}
            </a>
          </p>
        )}
        <BookingForm
          draft={draft}
          saving={props.saving}
          problems={props.problems}
          onType={on.type}
          onSave={on.save}
          onDiscard={on.discard}
          onEditing={on.editing}
        />
      </Section>
      {booking.price && (
        <Section title={t("Price")}>
          <PriceFacts price={booking.price} />
        </Section>
      )}
      <Section title={t("Payments")}>
        {state === "loading" ? <Loading /> : <PaymentRows payments={props.payments} />}
      </Section>
      <Section title={t("History")}>
        {state === "loading" ? <Loading /> : <AuditTrail rows={props.audit} />}
      </Section>
    </>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** The browser did not let us copy it. */
function LinkField({ link }: { link: string }) {
  return (
    <label class="field link-field">
      <span class="muted">{t("Copy this link")}</span>
      <input
        class="field-input"
        readOnly
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
    </label>
  );
}

function Loading() {
  return (
    <p class="muted" role="status">
      <span class="spinner" /> {t("Loading…")}
    </p>
  );
}
