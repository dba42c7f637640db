import { expect, test } from "vitest";
import { startSession } from "@/server/identity/sessions";
import { mintPerson } from "@/server/platform/actor";
import { freshDatabase } from "@/server/platform/testing/database";
import { STREAMS_A_PERSON, watchInPlace } from "./live-places";
import { person } from "./testing/fixtures";

freshDatabase();

const reader = async (name: string) => {
  const actor = await person(name, ["viewer"]);
  return mintPerson({ ...actor, sessionId: await startSession(actor.id, "password") });
};

test("a person who opens one stream too many loses the oldest, and nobody else loses any", async () => {
  const [ana, tom] = await Promise.all([reader("Ana"), reader("Tom")]);
  const gone = new AbortController();
  const other = watchInPlace(tom, null, gone.signal);
  await other.next();
  const streams = [];
  for (let i = 0; i < STREAMS_A_PERSON; i++) {
    const stream = watchInPlace(ana, null, gone.signal);
    expect((await stream.next()).value?.[1].kind).toBe("hello");
    streams.push(stream);
  }
  const [oldest, second] = streams.map((stream) => stream.next());
  const newest = watchInPlace(ana, null, gone.signal);
  expect((await newest.next()).value?.[1].kind).toBe("hello");
  expect(await oldest).toMatchObject({ done: true });
  expect((await second)?.value?.[1].kind).toBe("heartbeat");
  expect((await other.next()).value?.[1].kind).toBe("heartbeat");
  gone.abort();
  for (const stream of [other, newest, ...streams]) await stream.return(undefined);
});
