import { isTRPCClientError, type TRPCClientErrorLike } from "@trpc/client";
import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import type { FieldError } from "@/server/kernel/result";
import type { AppRouter } from "@/server/trpc/root";

export type Failure = TRPCClientErrorLike<AppRouter>;

/** The sentence of a failed call, as people should read it. */
export const sentenceOf = (error: { readonly message: string }): string =>
  isTRPCClientError<AppRouter>(error) && error.data ? error.message : "Reeve did not answer. Nothing was changed. Try again in a moment.";

/** Whether asking again cannot help: this person's role does not allow it. */
export const isForbidden = (error: unknown): boolean => isTRPCClientError<AppRouter>(error) && error.data?.code === "FORBIDDEN";

/** Whether what was asked for does not exist. */
export const isMissing = (error: Failure | null): boolean => error?.data?.code === "NOT_FOUND";

/** The fields at fault that a refusal names; empty when it names none. */
export const fieldErrorsOf = (error: Failure | null): readonly FieldError[] => error?.data?.problem?.errors ?? [];

/** Puts a refusal where it belongs: at the fields it names, else at the foot of the form. */
export function showRefusal<T extends FieldValues>(error: { readonly message: string }, setError: UseFormSetError<T>): void {
  const fields = isTRPCClientError<AppRouter>(error) ? fieldErrorsOf(error) : [];
  for (const field of fields) setError(field.path as Path<T>, { message: field.message });
  if (fields.length === 0) setError("root", { message: sentenceOf(error) });
}
