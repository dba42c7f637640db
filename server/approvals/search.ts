import { linesFor } from "@/server/actions/veils";
import { isId } from "@/server/kernel/ids";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { access } from "./access";
import type { QueueRow } from "./schema";
import type { SearchInput } from "./search-schema";
import * as store from "./store";

const MAX_WORDS = 8;
type FoundRequest = Pick<QueueRow, "id" | "state" | "title" | "agentName"> & {
  /** When it was decided or ended otherwise; null while it is open. */
  readonly decidedAt: string | null;
};

/** So many rows are looked at for each that is wanted: some may hold the words only in what is hidden from the reader. */
const SPARE = 4;

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .slice(0, MAX_WORDS);

const isOfApproval = (text: string): boolean => isId("approval", text) || isId("action", text);

/** Decided requests that hold each of the words, the newest first; or the one request that has this id. */
export async function searchRequests(actor: PersonActor, { text, limit }: SearchInput): Promise<Result<readonly FoundRequest[]>> {
  if (!access.read(actor)) return refuse("forbidden", "Your role does not show you the queue.");
  const words = wordsOf(text);
  const byId = isOfApproval(text);
  if (!byId && words.length === 0) return ok([]);
  const rows = byId ? await store.findByAnyId(text) : await store.findDecided(words, limit * SPARE);
  const lines = await linesFor(actor, rows);
  const found = rows
    .map((row) => ({ ...row, title: lines.title(row.actionId, row.title) }))
    .filter((row) => byId || holdsAll(words, row))
    .slice(0, limit);
  return ok(
    found.map(({ id, state, title, agentName, decidedAt }) => ({
      id,
      state,
      title,
      agentName,
      decidedAt: decidedAt?.toISOString() ?? null,
    })),
  );
}

/** What is hidden from a reader cannot be found by them either. */
function holdsAll(words: readonly string[], { title, agentName, toolName }: store.FoundRow): boolean {
  const shown = `${title} ${agentName} ${toolName}`.toLowerCase();
  return words.every((word) => shown.includes(word));
}
