import { z } from "zod";

/** Finds decided requests by words of the title or the names of agent and tool, and any request by its id or its action's. */
export const SearchInput = z.object({
  text: z.string().trim().min(2).max(200),
  limit: z.number().int().min(1).max(20).default(6),
});
export type SearchInput = z.infer<typeof SearchInput>;
