/** Who can be booked. */
import type { ComponentChildren } from "preact";
import type { Staff } from "../../state/types";
import { zoneName } from "../../words/format";
import { t } from "../../words/words";
import { Empty } from "../Empty";
import { Icon } from "../Icon";

interface Props {
  staff: readonly Staff[];
  /** Who keeps a calendar, by user id. */
  people: Readonly<Record<string, string>>;
  children: ComponentChildren;
  onCreate(): void;
  onEdit(member: Staff): void;
  onActive(member: Staff, isActive: boolean): void;
}

export function privacyWord(privacy: string): string {
  if (privacy === "public") return t("Everyone sees the free times");
  if (privacy === "connected") return t("Connected clients see the free times");
  return t("Only staff see the free times");
}

export function StaffPage({ staff, people, children, onCreate, ...on }: Props) {
  return (
    <div class="board catalogue">
      <div class="bar">
        <h1>{t("Staff")}</h1>
        <div class="bar-end">
          <button type="button" class="button primary" onClick={onCreate}>
            <Icon name="plus" />
            {t("New coach")}
          </button>
        </div>
      </div>
      {staff.length === 0 && <Empty title={t("Nobody can be booked yet")} />}
      <ul class="cards">
        {staff.map((member) => (
          <li
            key={member.id}
            class={member.active === false ? "card kept is-archived" : "card kept"}
          >
            <div class="kept-top">
              <button
                type="button"
                class="open-row"
                aria-haspopup="dialog"
                onClick={() => on.onEdit(member)}
              >
                {member.name}
              </button>
              {member.active === false && <span class="flag">{t("Archived")}</span>}
            </div>
            <p class="muted">
              {[
                zoneName(member.timezone),
                privacyWord(member.privacy ?? "public"),
                member.user_id
                  ? t("Kept by {name}", { name: people[member.user_id] ?? "" })
                  : t("Nobody signs in for it"),
              ].join(" · ")}
            </p>
            <div class="kept-actions">
              <button type="button" class="button" onClick={() => on.onEdit(member)}>
                {t("Edit")}
                <span class="sr-only"> {member.name}</span>
              </button>
              <button
                type="button"
                class="button quiet"
                onClick={() => on.onActive(member, member.active === false)}
              >
                {member.active === false ? t("Restore") : t("Archive")}
                <span class="sr-only"> {member.name}</span>
              </button>
            </div>
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
}
