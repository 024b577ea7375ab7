import { number } from "../words/format";
import { t } from "../words/words";
import { Icon } from "./Icon";

interface Props {
  page: number;
  limit: number;
  total: number;
  onPage(page: number): void;
}

export function Pagination({ page, limit, total, onPage }: Props) {
  if (total === 0 || limit === 0) return null;
  const pages = Math.max(1, Math.ceil(total / limit));
  const first = (page - 1) * limit + 1;
  const range = { first: number(first), last: number(Math.min(total, page * limit)) };
  return (
    <nav class="pages" aria-label={t("Pages of the list")}>
      <span class="range">
        {t("{first}–{last} of {total}", { ...range, total: number(total) })}
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={t("Previous page")}
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      >
        <Icon name="left" />
      </button>
      <span class="now">{t("Page {page} of {pages}", { page, pages: number(pages) })}</span>
      <button
        type="button"
        class="icon-button"
        aria-label={t("Next page")}
        disabled={page >= pages}
        onClick={() => onPage(page + 1)}
      >
        <Icon name="right" />
      </button>
    </nav>
  );
}
