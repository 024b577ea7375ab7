/** The streams of a course: their dates, what they cost and the seats they have left. */
import { labelIn, type Stream } from "../../state/offer";
import type { Staff } from "../../state/types";
import { dayRange, moment, money } from "../../words/format";
import { t } from "../../words/words";
import { seatWords } from "./TimeGrid";

interface Props {
  streams: readonly Stream[];
  chosen: string;
  staff: readonly Staff[];
  locale: string;
  onChoose(id: string): void;
}

export function StreamList({ streams, chosen, staff, locale, onChoose }: Props) {
  if (!streams.length) return <p class="notice">{t("No course begins in the near future.")}</p>;
  return (
    <fieldset class="field">
      <legend>{t("Course dates")}</legend>
      <div class="times is-groups">
        {streams.map((stream) => (
          <label key={stream.id} class="slot">
            <input
              type="radio"
              name="stream"
              value={stream.id}
              checked={stream.id === chosen}
              disabled={stream.seats_left <= 0}
              onChange={() => onChoose(stream.id)}
            />
            <span class="group-time">
              <strong>{labelIn(stream, locale)}</strong>
              <span>{dayRange(stream.starts_on, stream.ends_on)}</span>
              <span class="muted whole-line">
                {t("with {name}", {
                  name: staff.find((member) => member.id === stream.staff_id)?.name ?? "",
                })}
                {stream.starts_at && " · "}
                {stream.starts_at && t("begins {when}", { when: moment(stream.starts_at) })}
              </span>
              <span class="seats">{seatWords(stream.seats_left)}</span>
              {stream.price && <span class="offer-price">{money(stream.price.total)}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
