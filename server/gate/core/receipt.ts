type Received = { readonly consumedAt: Date | null; readonly receivedAt: Date | null; readonly digest: string };
/** What the token says, once its signature has been checked; null when it is no token of Reeve for this action. */
type Claims = { readonly digest: string } | null;

export type ReceiptAnswer =
  | { readonly kind: "accept" }
  /** To be kept and raised, and refused all the same. */
  | { readonly kind: "mismatch" }
  | { readonly kind: "refused"; readonly code: "not_consumed" | "already_received" | "invalid_request"; readonly message: string };

/** Whether a receipt is the one for what was approved. */
export function answerReceipt(action: Received, claims: Claims, actionDigest: string): ReceiptAnswer {
  if (action.consumedAt === null)
    return { kind: "refused", code: "not_consumed", message: "The action was not consumed, so nothing can have run." };
  if (claims === null)
    return { kind: "refused", code: "invalid_request", message: "The token is not one that consuming this action gave." };
  // Before "already received": a second story about what ran is the very thing to be raised.
  if (actionDigest !== action.digest || claims.digest !== action.digest) return { kind: "mismatch" };
  if (action.receivedAt !== null) return { kind: "refused", code: "already_received", message: "A receipt was stored before." };
  return { kind: "accept" };
}
