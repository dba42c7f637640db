import type { TRPCClientErrorLike } from "@trpc/client";
import type { FieldError } from "@/server/kernel/result";
import type { AppRouter } from "@/server/trpc/root";

export type Failure = TRPCClientErrorLike<AppRouter>;

/** The fields at fault that a refusal names; empty when it names none. */
export const fieldErrorsOf = (error: Failure | null): readonly FieldError[] => error?.data?.problem?.errors ?? [];

/** Whether what was asked for does not exist. */
export const isMissing = (error: Failure | null): boolean => error?.data?.code === "NOT_FOUND";
