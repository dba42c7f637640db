import type { Claim } from "@/server/approvals/schema";
import type { Card } from "./card-type";

const withClaims = (card: Card, claims: readonly Claim[]): Card => ({ ...card, claims: [...claims], claim: claims[0] ?? null });
const ofOthers = ({ claims }: Card): readonly Claim[] => claims.filter((claim) => !claim.isMine);

/** The card once its reader holds it, as the server has just said: until it is read again. */
export const claimedCard = (card: Card, claim: Claim): Card => {
  const held = withClaims(card, [claim, ...ofOthers(card)]);
  return { ...held, can: { ...card.can, release: { allowed: true, reason: null } } };
};

/** The card once its reader has let it go. */
export const releasedCard = (card: Card): Card => withClaims(card, ofOthers(card));
