import { randomUUID } from "node:crypto";
import type { Page, Request } from "@playwright/test";

/** What a person waits for after a key; all else that the page asks for comes beside what is already on screen. */
const AWAITED = new Set(["byId", "claim", "decide", "decideMany", "release", "takeNext", "undoMany"].map((name) => `approvals.${name}`));
const SETTLED_MS = 15_000;
const REASON = "Not this quarter.";

/** What a person did with one press, or one line typed and sent: how long the server kept them waiting, and until when it was on screen. */
export type Step = { readonly name: string; readonly waitMs: number; readonly shownMs: number };

type Act = "approve" | "reject" | "claim" | "undo" | "take next" | "several";
/** Twenty requests as they come on a morning. */
const MORNING: readonly Act[] = [
  ...(["approve", "approve", "reject", "take next", "approve", "claim", "approve"] as const),
  ...(["several", "reject", "approve", "undo", "approve", "claim", "approve", "reject", "undo"] as const),
];
const SEVERAL = 3;
const TRIES = 5;

type Held = { readonly id: string; readonly decision: string };
type Reeve = { readonly url: string; readonly apiKey: string };

/** What agents ask, of low and of medium risk, from three tools. */
function callOf(index: number, tag: string): { agent: string; tool: string; args: Record<string, unknown> } {
  const name = `${tag} ${index}`;
  if (index % 3 === 0)
    return { agent: "support-triage", tool: "crm.merge_contacts", args: { name, keep: `c-${index}`, drop: `d-${index}` } };
  if (index % 3 === 1) {
    return { agent: "procurement-agent", tool: "erp.create_order", args: { vendor: name, item: "chairs", quantity: 3, amountUsd: 12_000 } };
  }
  return {
    agent: "refund-agent",
    tool: "payments.refund",
    args: { client: name, amountUsd: 4_980, reason: "a double charge", iban: "DE89" },
  };
}

/** Asks as an agent does: when Reeve is busy it asks the same again. */
async function call<A>({ url, apiKey }: Reeve, path: string, body?: unknown): Promise<A> {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json", "idempotency-key": randomUUID() };
  for (let again = TRIES; ; again--) {
    const answer = await fetch(`${url}${path}`, body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) });
    if (answer.ok) return answer.json();
    if (answer.status !== 503 || again === 0) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    await new Promise((resolve) => setTimeout(resolve, Number(answer.headers.get("retry-after") ?? 1) * 1_000));
  }
}

/** Has agents ask for this many decisions whose titles hold the tag. */
export async function askForDecisions(reeve: Reeve, tag: string, count: number): Promise<Held[]> {
  const asked: Held[] = [];
  for (let index = 0; index < count; index++) {
    const { args, ...by } = callOf(index, tag);
    const impact = { amountMicroUsd: "4980000000", records: 1, external: true };
    const held = await call<Held>(reeve, "/api/v1/actions", { ...by, args, impact, initiator: { type: "system", id: "keyboard" } });
    if (held.decision !== "pending") throw new Error(`${by.tool} was not put to people: ${held.decision}`);
    asked.push(held);
  }
  return asked;
}

type Desk = {
  readonly title: string;
  readonly said: string;
  readonly selected: string;
  readonly mayApprove: boolean;
  readonly isHeld: boolean;
};
type Seen = Desk & { readonly atMs: number };
/** What the desk shows at the end of a step; what is left out may be anything. Texts need only begin so. */
type Wanted = Partial<Desk> & { readonly not?: string };

/** Looks at the desk at each frame until it shows what is wanted; tells when it did. */
async function untilDesk(page: Page, wanted: Wanted): Promise<Seen> {
  const look = (want: Wanted) => {
    const article = document.querySelector("article");
    const buttons = [...(article?.querySelectorAll("button") ?? [])];
    const desk = {
      title: article?.getAttribute("aria-label") ?? "",
      said: document.querySelector("footer [role=status][aria-live=polite]")?.textContent ?? "",
      selected: document.querySelector("[aria-label='Selected requests'] [role=status]")?.textContent ?? "",
      mayApprove: buttons.some((button) => button.textContent?.startsWith("Approve") === true && !button.disabled),
      isHeld: article?.textContent?.includes("You hold it") === true,
    };
    const shown: Readonly<Record<string, unknown>> = desk;
    const fits = Object.entries(want).every(([key, value]) => {
      if (key === "not") return desk.title !== value;
      return typeof value === "string" ? String(shown[key]).startsWith(value) : shown[key] === value;
    });
    return fits ? { ...desk, atMs: performance.timeOrigin + performance.now() } : null;
  };
  const handle = await page.waitForFunction(look, wanted, { polling: "raf", timeout: SETTLED_MS });
  return (await handle.jsonValue()) as Seen;
}

type Span = { readonly from: number; readonly to: number };

/** How much of a span lies in any of the others. */
function coveredMs({ from, to }: Span, others: readonly Span[]): number {
  let covered = 0;
  let reached = from;
  for (const other of others.toSorted((a, b) => a.from - b.from)) {
    const end = Math.min(other.to, to);
    covered += Math.max(0, end - Math.max(other.from, reached));
    reached = Math.max(reached, end);
  }
  return covered;
}

const isAwaited = (request: Request): boolean => {
  const [, calls = ""] = new URL(request.url()).pathname.split("/api/trpc/");
  return calls.split(",").some((name) => AWAITED.has(name));
};

type Press = { readonly name: string; readonly span: Span };

/** A person at the queue who clears what holds a tag, by keyboard alone. */
class Person {
  readonly presses: Press[] = [];
  private readonly waits: Span[] = [];
  private title = "";

  constructor(
    private readonly page: Page,
    private readonly tag: string,
  ) {
    page.on("requestfinished", (request) => {
      if (!isAwaited(request)) return;
      const { startTime, responseEnd } = request.timing();
      this.waits.push({ from: startTime, to: startTime + responseEnd });
    });
  }

  steps(): Step[] {
    return this.presses.map(({ name, span }) => ({ name, waitMs: coveredMs(span, this.waits), shownMs: span.to - span.from }));
  }

  private async press(name: string, key: string, wanted: Wanted): Promise<Seen> {
    const from = Date.now();
    await this.page.keyboard.press(key);
    const seen = await untilDesk(this.page, wanted).catch(async (error: Error) => {
      const shown = await untilDesk(this.page, {});
      throw new Error(`${name}: the desk never came to ${JSON.stringify(wanted)}; it shows ${JSON.stringify(shown)}`, { cause: error });
    });
    this.presses.push({ name, span: { from, to: seen.atMs } });
    this.title = seen.title;
    return seen;
  }

  /** Narrows the queue to what holds the tag, and opens the first. */
  async begin(): Promise<void> {
    await this.page.keyboard.press("/");
    await this.page.keyboard.type(this.tag);
    await this.page.keyboard.press("Escape");
    await this.page.locator("[aria-label=Requests] a").first().filter({ hasText: this.tag }).waitFor();
    await this.press("open", "j", { mayApprove: true });
  }

  /** Once it is decided the next one is open, except after the last. */
  private next = (isLast: boolean): Wanted => (isLast ? {} : { not: this.title, mayApprove: true });

  async approve(isLast: boolean): Promise<void> {
    await this.press("approve", "a", { said: `Approved: ${this.title}`, ...this.next(isLast) });
  }

  async reject(isLast: boolean): Promise<void> {
    await this.page.keyboard.press("r");
    await this.page.keyboard.type(REASON);
    await this.press("reject", "Control+Enter", { said: `Rejected: ${this.title}`, ...this.next(isLast) });
  }

  async claim(isLast: boolean): Promise<void> {
    await this.press("claim", "c", { isHeld: true, mayApprove: true });
    await this.approve(isLast);
  }

  /** Approves, takes it back, and goes on with the next one. */
  async undo(): Promise<void> {
    const title = this.title;
    await this.approve(false);
    await this.press("undo", "z", { said: `Undone: ${title}`, mayApprove: true });
  }

  /** The most urgent may be one that others put here: that one is given back. Answers whether it was one of the round. */
  async takeNext(isLast: boolean): Promise<boolean> {
    const { title } = await this.press("take next", "n", { isHeld: true });
    const isOurs = title.includes(this.tag);
    if (isOurs) await this.approve(isLast);
    else {
      await this.press("release", "c", { isHeld: false });
      await this.press("move on", "j", { not: title, mayApprove: true });
    }
    return isOurs;
  }

  async several(count: number, isLast: boolean): Promise<void> {
    await this.press("select", "x", { selected: "1 selected" });
    for (let more = 2; more <= count; more++) await this.press("select the next, too", "Shift+J", { selected: `${more} selected` });
    await this.page.keyboard.press("a");
    await this.page.getByRole("dialog").waitFor();
    await this.press("approve several", "Control+Enter", { said: `Approved: ${count} requests`, ...this.next(isLast) });
  }
}

/** Does one act; answers how many of the round it decided for good. */
async function act(person: Person, what: Act, left: number): Promise<number> {
  const isLast = left === 1;
  switch (what) {
    case "approve":
      return person.approve(isLast).then(() => 1);
    case "reject":
      return person.reject(isLast).then(() => 1);
    case "claim":
      return person.claim(isLast).then(() => 1);
    case "undo":
      return isLast ? 0 : person.undo().then(() => 0);
    case "take next":
      return person.takeNext(isLast).then((isOurs) => (isOurs ? 1 : 0));
    case "several":
      return left < SEVERAL ? 0 : person.several(SEVERAL, left === SEVERAL).then(() => SEVERAL);
  }
}

/** Clears so many requests whose titles hold the tag, on the queue's page of who is signed in; answers each step with its waits. */
export async function clearByKeyboard(page: Page, tag: string, count: number): Promise<readonly Step[]> {
  const person = new Person(page, tag);
  await person.begin();
  let left = count;
  for (let turn = 0; left > 0; turn++) left -= await act(person, MORNING[turn % MORNING.length] ?? "approve", left);
  return person.steps();
}

/** How many of these still wait for people; what was decided a moment ago may still be undone, and waits until then. */
export async function countUndecided(reeve: Reeve, asked: readonly Held[]): Promise<number> {
  const now = await Promise.all(asked.map(({ id }) => call<Held>(reeve, `/api/v1/actions/${id}?waitMs=15000`)));
  return now.filter(({ decision }) => decision === "pending").length;
}
