import { answerMaturity } from "@/server/maturity/answer";
import { restRoute } from "@/server/platform/rest";

export const GET = restRoute("maturity:read", ({ actor }) => answerMaturity(actor));
