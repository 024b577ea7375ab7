/** All bookings of one customer: course, stream, status, discount, code. */
import type { Customer } from "../net/customers";
import type { Freshness } from "../state/freshness";
import type { Booking } from "../state/types";
import { dayLong, moment, money, percent, span } from "../words/format";
import { t, tn } from "../words/words";
import { Empty } from "./Empty";
import { Flags } from "./Flags";
import { FreshnessBadge } from "./FreshnessBadge";
import { PaymentTag, StatusPill } from "./Tags";

interface Props {
  customer: Customer;
  bookings: readonly Booking[];
  freshness: Freshness;
  glow(id: string): string;
  /** Where the details of a booking are; null: not for this reader. */
  href(booking: Booking): string | null;
}

export function CustomerPage({ customer, bookings, freshness, glow, href }: Props) {
  return (
    <div class="board catalogue">
      <div class="bar">
        <h1 class="cut">{customer.name}</h1>
        <FreshnessBadge freshness={freshness} />
      </div>
      <p class="contacts">
        {customer.phone && <a href={`tel:${customer.phone}`}>{customer.phone}</a>}
        {customer.email && <a href={`mailto:${customer.email}`}>{customer.email}</a>}
        <span class="muted">{tn("{n} booking", "{n} bookings", bookings.length)}</span>
      </p>
      {bookings.length === 0 ? (
        <Empty
          title={t("No bookings yet")}
          words={t("What this customer books will be here at once.")}
        />
      ) : (
        <ul class="cards" aria-label={t("Bookings")}>
          {bookings.map((booking) => (
            <Item key={booking.id} booking={booking} glow={glow(booking.id)} href={href(booking)} />
          ))}
        </ul>
      )}
    </div>
  );
}

interface ItemProps {
  booking: Booking;
  glow: string;
  href: string | null;
}

function Item({ booking, glow, href }: ItemProps) {
  const { service_name, course_stream, starts_at, ends_at, price } = booking;
  const name = (
    <>
      {service_name}
      {course_stream && <span class="stream-name"> · {course_stream}</span>}
    </>
  );
  return (
    <li class={`card kept ${glow}`}>
      <div class="kept-top">
        <strong class="cut">{href ? <a href={href}>{name}</a> : name}</strong>
        {price && <span class="kept-price">{money(price.total)}</span>}
      </div>
      <div class="tags">
        <StatusPill status={booking.status} />
        <PaymentTag status={booking.payment_status} />
        <Flags booking={booking} />
      </div>
      <dl class="facts pairs">
        <Fact label={t("When")}>
          {starts_at ? `${dayLong(starts_at)}, ${span(starts_at, ends_at)}` : t("No time yet")}
        </Fact>
        <Fact label={t("Coach")}>{booking.staff_name}</Fact>
        <Fact label={t("Discount")}>
          {booking.discount_percent ? percent(booking.discount_percent / 100) : null}
        </Fact>
        <Fact label={t("Referral code")}>{booking.referral_code}</Fact>
        <Fact label={t("Booked")}>{moment(booking.created_at)}</Fact>
      </dl>
    </li>
  );
}

function Fact({ label, children }: { label: string; children: string | null | undefined }) {
  if (!children) return null;
  return (
    <div class="contents">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
