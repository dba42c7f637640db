import { usdWords } from "@/server/kernel/money";

/** US dollars from integer micro-USD, as every screen and every document writes them. */
export const formatMicroUsd: (amount: string | bigint) => string = usdWords;
