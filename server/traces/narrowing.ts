import { shadowAgents } from "@/server/fleet/places";
import type { Actor } from "@/server/platform/actor";
import { access } from "./access";
import { searchWordsOf } from "./core/search-words";
import type { ListTracesInput } from "./schema";
import { type Filter, hasIdPrefix } from "./trace-list-store";

/** Shorter words are looked for as they are: too many begin so. */
const SHORTEST_BEGINNING = 3;
const MOST_WORDS = 8;

/** Words as PostgreSQL looks for them: any that begins so. Who may not read payloads looks in names alone (weight A). */
function queriesOf(text: string, mayReadPayloads: boolean): readonly string[] {
  const words = [...new Set(searchWordsOf(text))].slice(0, MOST_WORDS);
  return words.map((word) => {
    const flags = `${word.length >= SHORTEST_BEGINNING ? "*" : ""}${mayReadPayloads ? "" : "A"}`;
    return flags === "" ? `'${word}'` : `'${word}':${flags}`;
  });
}

const ID = /^[0-9a-f]{8,32}$/;

/** What a text asks for: a trace by its id, or by the words of its names and payloads; null when it holds nothing to look for. */
async function searchOf(actor: Actor, text: string): Promise<Pick<Filter, "idPrefix" | "words"> | null> {
  const prefix = text.trim().toLowerCase();
  if (ID.test(prefix) && (await hasIdPrefix(prefix))) return { idPrefix: prefix };
  const words = queriesOf(text, access.readPayloads(actor));
  return words.length === 0 ? null : { words };
}

type Asked = Omit<ListTracesInput, "cursor" | "limit" | "order">;

/** What narrows traces as the store knows it; null when nothing can fit, since a text holds nothing to look for. */
export async function narrow(actor: Actor, { text, shadow, ...asked }: Asked): Promise<Filter | null> {
  const search = text === undefined ? {} : await searchOf(actor, text);
  if (search === null) return null;
  return { ...asked, ...search, ...(shadow === true ? { agents: await shadowAgents() } : {}) };
}
