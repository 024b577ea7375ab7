/** Booking on one page: what, with whom and when, who comes, and what it costs. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Freshness } from "../../state/freshness";
import { t } from "../../words/words";
import { FreshnessBadge } from "../FreshnessBadge";

interface Props {
  club: string;
  freshness: Freshness;
  children: ComponentChildren;
}

export function BookPage({ club, freshness, children }: Props) {
  return (
    <div class="book">
      <div class="paper-head">
        <h1>{t("Book at {name}", { name: club })}</h1>
        <FreshnessBadge freshness={freshness} />
      </div>
      {children}
    </div>
  );
}

interface StepProps {
  title: string;
  /** The heading takes the focus when the step opens after a press of a button above it. */
  isNext?: boolean;
  children: ComponentChildren;
}

export function Step({ title, isNext = false, children }: StepProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isNext) heading.current?.focus();
  }, []);
  return (
    <section class="step" aria-label={title}>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}
