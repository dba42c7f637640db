import { isAbsolute, resolve } from "node:path";
import { z } from "zod";

const flag = z.enum(["0", "1"], { error: "must be 0 or 1" }).transform((value) => value === "1");
const text = z.string().trim().min(1);

/** A host by name or address, or a network as CIDR has it. */
const HOST_OR_NETWORK = /^(?:[a-z0-9.-]+|[0-9a-f:.]+)(?:\/\d{1,3})?$/i;

/** Every environment variable that Reeve reads (contract: Environment). */
const EnvSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: z.coerce.number({ error: "must be a port number, e.g. 3000" }).int().min(1).max(65_535).default(3000),
  REEVE_HOST: text.default("127.0.0.1"),
  REEVE_URL: z.url({ protocol: /^https?$/, error: "must be an http or https address, e.g. https://reeve.example.com" }).optional(),
  REEVE_DATA_DIR: text.default(".reeve").transform((dir) => (isAbsolute(dir) ? dir : resolve(dir))),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// address" }).optional(),
  REEVE_ROLE: z.enum(["all", "web", "worker"], { error: "must be all, web or worker" }).default("all"),
  REEVE_DEMO: flag.optional(),
  REEVE_INIT_ADMIN_EMAIL: z.email({ error: "must be an e-mail address" }).optional(),
  REEVE_INIT_ADMIN_PASSWORD: z.string().min(10, "must have 10 or more characters").optional(),
  REEVE_INIT_API_KEY: z
    .string()
    .regex(/^rv_[A-Za-z0-9_-]{32,}$/, "must be rv_ and 32 or more letters, digits, - or _")
    .optional(),
  NEXTAUTH_SECRET: z.string().min(32, "must have 32 or more characters").optional(),
  REEVE_SIGNING_KEY: text.optional(),
  REEVE_SIGNING_KEY_PREVIOUS: text.optional(),
  OIDC_ISSUER: z.url({ error: "must be an address" }).optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "must be an smtp:// or smtps:// address, e.g. smtp://user:word@mail.example.com:587" })
    .optional(),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-\S+$/, "must be a bot token: xoxb-…")
    .optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/, error: "must be an address" }).default("https://slack.com/api/"),
  REEVE_WEBHOOK_HOSTS: text
    .transform((list) => list.split(/[\s,]+/).filter(Boolean))
    .refine((list) => list.every((item) => HOST_OR_NETWORK.test(item)), "must list hosts or networks, e.g. hooks.internal, 10.2.0.0/16")
    .default([]),
});

export type Env = Omit<z.infer<typeof EnvSchema>, "REEVE_URL"> & { readonly REEVE_URL: string };

/** A variable has a value that cannot work; the message is one line that names it. */
export class BadEnvironment extends Error {}

/** Parses the environment. Empty values count as absent. Throws `BadEnvironment`. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = EnvSchema.safeParse(present);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    throw new BadEnvironment(`${String(first?.path[0])}: ${first?.message ?? "is not valid"}.`);
  }
  const env = parsed.data;
  const oidc = [env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET].filter((value) => value !== undefined);
  if (oidc.length !== 0 && oidc.length !== 3) {
    throw new BadEnvironment("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: set all three, or none.");
  }
  return { ...env, REEVE_URL: (env.REEVE_URL ?? `http://localhost:${env.PORT}`).replace(/\/$/, "") };
}

let parsed: Env | undefined;

/** The environment of this process, parsed at the first call. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** What seals the session cookie. The launcher makes one when none is given. */
export function sessionSecret(): string {
  const secret = env().NEXTAUTH_SECRET;
  if (secret === undefined) throw new BadEnvironment("NEXTAUTH_SECRET is not set: start Reeve with npm start, which makes one.");
  return secret;
}

/** next-auth reads the public address from the environment alone: this puts ours there. */
export function tellNextAuth(): void {
  process.env.NEXTAUTH_URL = env().REEVE_URL;
}
