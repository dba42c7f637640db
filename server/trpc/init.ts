import { initTRPC, TRPCError } from "@trpc/server";
import type { ProblemCode } from "@/server/kernel/problems";
import { PROBLEMS } from "@/server/kernel/problems";
import type { FieldError, Refusal, Result } from "@/server/kernel/result";
import type { Role } from "@/server/kernel/roles";
import { ROLES } from "@/server/kernel/roles";
import { findFaultyText } from "@/server/kernel/strict-json";
import { hasRole, type PersonActor } from "@/server/platform/actor";
import { isDatabaseAway } from "@/server/platform/database-away";

export type Context = { readonly actor: PersonActor | null };

class RefusalError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** Words for both: what was only asked for, and what was to be done. */
const AWAY = {
  read: "Reeve cannot reach its database at the moment.",
  write: "Reeve cannot reach its database at the moment. Nothing you wrote is lost: send it again once it is back.",
} as const;

const t = initTRPC.context<Context>().create({
  errorFormatter: ({ shape, error, type, path }) => {
    if (isDatabaseAway(error)) {
      const { trpc: code, http: httpStatus } = PROBLEMS.unavailable;
      const data = { code, httpStatus, path, problem: { code: "unavailable", errors: [] as readonly FieldError[] } as const };
      return { ...shape, message: type === "mutation" ? AWAY.write : AWAY.read, data };
    }
    const refusal = error.cause instanceof RefusalError ? error.cause.refusal : undefined;
    const problem: { code: ProblemCode; errors: readonly FieldError[] } | null = refusal
      ? { code: refusal.code, errors: refusal.errors ?? [] }
      : null;
    // Only what was meant for people leaves the server: never a stack, never a database's words.
    const message =
      refusal || error.code !== "INTERNAL_SERVER_ERROR" ? shape.message : "Something failed on our side. Nothing was changed.";
    return { ...shape, message, data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, problem } };
  },
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const errorOf = (refusal: Refusal): TRPCError =>
  new TRPCError({ code: PROBLEMS[refusal.code].trpc, message: refusal.message, cause: new RefusalError(refusal) });

/** The value of an answer, or its refusal as the tRPC error that the table of problems names. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw errorOf(result.refusal);
}

/** A text that the database could not even compare with what it holds is refused before anything is asked of it. */
const withStorableText = t.middleware(async ({ getRawInput, next }) => {
  // What takes no input is called without a body: one that cannot be read is refused by those who read it.
  const fault = findFaultyText(await getRawInput().catch(() => undefined));
  if (fault === null) return next();
  const { path, message } = fault;
  const sentence = `${path || "What was sent"} ${message}, which cannot be kept. Take it out and send it again.`;
  const errors = path === "" ? [] : [{ path, message: `${message}: take it out` }];
  throw errorOf({ code: "invalid_request", message: sentence, errors });
});

/** For the few procedures that need nobody signed in. */
export const publicProcedure = t.procedure.use(withStorableText);

const withRoles = (...roles: readonly Role[]) =>
  t.procedure
    .use(({ ctx, next }) => {
      if (ctx.actor === null) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in to go on." });
      if (!hasRole(ctx.actor, ...roles)) throw new TRPCError({ code: "FORBIDDEN", message: "Your role does not allow this." });
      return next({ ctx: { ...ctx, actor: ctx.actor } });
    })
    .use(withStorableText);

export const personProcedure = withRoles(...ROLES);
export const operatorProcedure = withRoles("operator");
export const auditorProcedure = withRoles("auditor");
export const adminProcedure = withRoles("admin");
export { withRoles };
