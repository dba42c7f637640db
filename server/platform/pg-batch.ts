import pg from "pg";

/** What a statement answered. */
export type Answer = {
  readonly rows: readonly Record<string, unknown>[];
  readonly count: number;
  /** The word of its command tag: `INSERT`, `COMMIT`, `ROLLBACK`… */
  readonly command: string;
};

type Column = { readonly name: string; readonly parse: (text: string) => unknown };
type Prepared = { readonly name: string; columns: readonly Column[] };
type Statement = {
  readonly sql: string;
  readonly values: readonly unknown[];
  /** What a `copy … from stdin` takes in. */
  readonly copy: Buffer | null;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
};

const MAX_PREPARED = 200;
/** The plan of a prepared statement no longer fits the tables, or the statement is gone. */
const STALE_PLAN = new Set(["0A000", "26000"]);

type Plans = { readonly bySql: Map<string, Prepared>; names: number };

// Beside the connections, which outlive a copy of this module: a bundle of its own, or a reload, must not take a name twice.
const shared = globalThis as typeof globalThis & { reevePlans?: WeakMap<pg.PoolClient, Plans> };

function plansOn(client: pg.PoolClient): Plans {
  shared.reevePlans ??= new WeakMap();
  const known = shared.reevePlans.get(client);
  if (known !== undefined) return known;
  const fresh = { bySql: new Map<string, Prepared>(), names: 0 };
  shared.reevePlans.set(client, fresh);
  return fresh;
}

const quoted = (item: unknown): string => {
  if (typeof item === "number") return String(item);
  if (item === null) return "NULL";
  const text = String(item);
  return text.includes('"') || text.includes("\\") ? `"${text.replace(/[\\"]/g, "\\$&")}"` : `"${text}"`;
};

/** A parameter in PostgreSQL's text format; bytes go as they are. */
function toWire(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return Array.isArray(value) ? `{${value.map(quoted).join(",")}}` : JSON.stringify(value);
}

// What `pg` has on its connection and sends to a query of one's own, where its types are silent or behind.
type Wire = {
  readonly stream: { readonly cork: () => void; readonly uncork: () => void; readonly write: (bytes: Buffer) => void };
  readonly parse: (message: { name: string; text: string }) => void;
  readonly bind: (message: { statement: string; values: readonly (string | Buffer | null)[] }) => void;
  readonly describe: (message: { type: "P"; name: string }) => void;
  readonly execute: (message: object) => void;
  readonly endCopyFrom: () => void;
  readonly sync: () => void;
};
type RowDescription = { readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[] };

/** The head of a `CopyData` message; the bytes themselves follow as they are, uncopied. */
function copyHeader(length: number): Buffer {
  const header = Buffer.allocUnsafe(5);
  header[0] = 0x64; // d
  header.writeInt32BE(length + 4, 1);
  return header;
}

/**
 * Several statements as one message to the server and one answer back: a trip, and a wake-up of both sides, cost more
 * than most statements. The server takes them one after the other, each with a snapshot of its own; the first that
 * fails ends the batch. A statement is prepared once a connection, under a name.
 */
class Batch {
  private at = 0;
  private rows: Record<string, unknown>[] = [];
  private readonly answers: Answer[] = [];
  private readonly used: Prepared[] = [];
  private readonly isFresh: boolean[] = [];

  constructor(
    private readonly statements: readonly Statement[],
    private readonly plans: Plans,
  ) {}

  submit(connection: pg.Connection): null {
    const wire = connection as unknown as Wire;
    wire.stream.cork();
    for (const statement of this.statements) this.send(wire, statement);
    wire.sync();
    wire.stream.uncork();
    return null;
  }

  private send(wire: Wire, { sql, values, copy }: Statement): void {
    const { bySql } = this.plans;
    const known = bySql.get(sql);
    const plan = known ?? { name: bySql.size < MAX_PREPARED ? `reeve${this.plans.names++}` : "", columns: [] };
    if (plan.name !== "") bySql.set(sql, plan);
    this.used.push(plan);
    this.isFresh.push(known === undefined);
    if (known === undefined) wire.parse({ name: plan.name, text: sql });
    wire.bind({ statement: plan.name, values: values.map(toWire) });
    if (known === undefined) wire.describe({ type: "P", name: "" });
    wire.execute({});
    if (copy === null) return;
    // Sent without waiting to be asked: a server whose `copy` failed passes over it.
    wire.stream.write(copyHeader(copy.length));
    wire.stream.write(copy);
    wire.endCopyFrom();
  }

  /** The server asks for what was sent to it already. */
  handleCopyInResponse(): void {
    // Nothing is left to do.
  }

  handleRowDescription({ fields }: RowDescription): void {
    const plan = this.used[this.at];
    if (plan === undefined) return;
    plan.columns = fields.map(({ name, dataTypeID }) => ({ name, parse: pg.types.getTypeParser(dataTypeID, "text") }));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const columns = this.used[this.at]?.columns ?? [];
    const row: Record<string, unknown> = {};
    columns.forEach(({ name, parse }, i) => {
      const text = fields[i];
      row[name] = text === null || text === undefined ? null : parse(text);
    });
    this.rows.push(row);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const words = text.split(" ");
    this.answers.push({ rows: this.rows, count: Number(words.at(-1)) || 0, command: words[0] ?? "" });
    this.rows = [];
    this.at += 1;
  }

  handleError(error: Error & { readonly code?: string }): void {
    const isStale = STALE_PLAN.has(error.code ?? "");
    this.statements.forEach(({ sql, resolve, reject }, i) => {
      const answer = this.answers[i];
      // Whether the server got to know a new one is uncertain: it gets another name the next time.
      if (answer === undefined && (this.isFresh[i] || isStale)) this.plans.bySql.delete(sql);
      if (answer === undefined) reject(error);
      else resolve(answer);
    });
  }

  handleReadyForQuery(): void {
    this.statements.forEach(({ resolve, reject }, i) => {
      const answer = this.answers[i];
      if (answer === undefined) reject(new Error("a statement of a batch was not answered"));
      else resolve(answer);
    });
  }
}

export type Batches = {
  /** Sends a statement with the others of this turn of the event loop, as one batch. */
  readonly send: (sql: string, values: readonly unknown[], copy?: Buffer) => Promise<Answer>;
  /** Sends what still waits for the turn to end. */
  readonly flush: () => void;
};

/** Batches on one connection. */
export function batchesOn(client: pg.PoolClient): Batches {
  let waiting: Statement[] = [];
  const flush = () => {
    const statements = waiting;
    waiting = [];
    if (statements.length > 0) client.query(new Batch(statements, plansOn(client)));
  };
  const send = (sql: string, values: readonly unknown[], copy: Buffer | null = null) =>
    new Promise<Answer>((resolve, reject) => {
      if (waiting.push({ sql, values, copy, resolve, reject }) === 1) process.nextTick(flush);
    });
  return { send, flush };
}
