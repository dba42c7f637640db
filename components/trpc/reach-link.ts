import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "@/server/trpc/root";
import { askReach, currentReach, onReach, type Reach } from "./reach";

/** An answer that takes longer makes one ask whether anybody is there: a frozen database says nothing. */
const SLOW_MS = 2_000;

const WORDS = {
  database: "Reeve cannot reach its database at the moment.",
  reeve: "Reeve does not answer at the moment.",
} as const;
const KEPT = "Nothing you wrote is lost: send it again once it is back.";

const refusal = (reach: Exclude<Reach, "here">, isWrite: boolean) =>
  new TRPCClientError<AppRouter>(isWrite ? `${WORDS[reach]} ${KEPT}` : WORDS[reach]);

/** Nobody of ours has answered: the line broke, or something between us did. */
const isBroken = (error: TRPCClientError<AppRouter>): boolean => error.shape === undefined;
const isOurFault = (error: TRPCClientError<AppRouter>): boolean => (error.data?.httpStatus ?? 0) >= 500;

/** Why a call failed, asking for it where it may be that nobody is there. */
async function whyFailed(error: TRPCClientError<AppRouter>, isWrite: boolean): Promise<TRPCClientError<AppRouter>> {
  if (!isBroken(error)) {
    if (isOurFault(error)) await askReach();
    return error;
  }
  // Words that were meant for people come from the server; a broken line has none.
  const reach = await askReach();
  return refusal(reach === "here" ? "reeve" : reach, isWrite);
}

/**
 * Keeps people from waiting on a desk that is out of reach: calls that fail or hang make one ask whether it is, and while
 * it is questions fail at once instead of hanging, and nothing is sent that would not arrive. What has been sent already
 * is waited for: only its own answer tells what became of it.
 */
export const reachLink: TRPCLink<AppRouter> = () => {
  return ({ op, next }) =>
    observable((observer) => {
      if (op.type === "subscription") return next(op).subscribe(observer);
      const isWrite = op.type === "mutation";
      let isOver = false;
      let unsubscribe: () => void = () => undefined;
      const end = () => {
        isOver = true;
        clearTimeout(slow);
        unlisten();
        unsubscribe();
      };
      const fail = (error: TRPCClientError<AppRouter>) => {
        if (isOver) return;
        end();
        observer.error(error);
      };
      const giveUpUnlessHere = () => {
        const reach = currentReach();
        if (reach !== "here") fail(refusal(reach, isWrite));
      };
      const slow = setTimeout(() => void askReach(), SLOW_MS);
      const unlisten = isWrite ? () => undefined : onReach(giveUpUnlessHere);
      const send = () => {
        if (isOver) return;
        const sent = next(op).subscribe({
          next: (value) => observer.next(value),
          error: (error) => void whyFailed(error, isWrite).then(fail),
          complete: () => {
            end();
            observer.complete();
          },
        });
        unsubscribe = () => sent.unsubscribe();
      };
      if (currentReach() === "here") send();
      else void askReach().then(giveUpUnlessHere).then(send);
      return end;
    });
};
