/** Why the server refused, in words for a person. */
import type { ApiError } from "../net/api";
import { statusWord } from "../words/labels";
import { t } from "../words/words";

export function reasonOf(error: ApiError): string {
  const { current, by } = error.body;
  if (error.status === 0) return t("The server cannot be reached.");
  if (current && by) {
    return t("{name} was first: the booking is now “{status}”.", {
      name: by.name,
      status: statusWord(current.status),
    });
  }
  if (error.status === 429) return t("Too many requests. Please wait a moment.");
  return error.message || t("The server could not do that.");
}

/** Something else than a refusal is a mistake of ours: it must not be swallowed. */
export function isApiError(error: unknown): error is ApiError {
  if (error instanceof Error && "status" in error && "code" in error) return true;
  throw error;
}
