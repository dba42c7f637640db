import { cleanLine } from "@/server/kernel/untrusted";
import { newId } from "@/server/platform/new-id";
import { remembered } from "@/server/platform/remembered";
import type { Tx } from "@/server/platform/tx";
import * as store from "./callback-store";

const REMEMBERED_MS = 2_000;
const TITLE_MAX = 200;
const endpoints = remembered(REMEMBERED_MS, store.listLiveEndpoints);

const hrefOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).href : null);

/** The endpoint in use that has this address: the only ones an agent may name are those that an administrator registered. */
export async function endpointAt(url: string): Promise<string | null> {
  const href = hrefOf(url);
  return (await endpoints("all")).find((endpoint) => hrefOf(endpoint.url) === href)?.id ?? null;
}

type Callback = {
  readonly endpointId: string;
  readonly actionId: string;
  readonly title: string;
  /** The decision as machines read it. */
  readonly action: { readonly [key: string]: unknown };
};

/**
 * Tells the endpoint that a proposal named how it was decided, inside the caller's transaction: "action.decided", once,
 * by the outbox that sends every webhook. The receiver reads the rest where it reads every action.
 */
export async function callBack(tx: Tx, { endpointId, actionId, title, action }: Callback, now: Date): Promise<void> {
  const ids = { noticeId: newId("notice"), deliveryId: newId("delivery") };
  const path = `/audit?action=${actionId}`;
  await store.insertCallback(tx, { ...ids, endpointId, actionId, title: cleanLine(title, TITLE_MAX), path, facts: { action } }, now);
}
