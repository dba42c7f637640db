import { resolve } from "node:path";
import { expect, test } from "vitest";
import { BadEnvironment, parseEnv } from "./env";

test("nothing is required: the defaults are those of the contract", () => {
  const env = parseEnv({});
  expect(env).toMatchObject({ PORT: 3000, REEVE_HOST: "127.0.0.1", REEVE_URL: "http://localhost:3000", REEVE_ROLE: "all" });
  expect(env.REEVE_DATA_DIR).toBe(resolve(".reeve"));
  expect(env.REEVE_DEMO).toBeUndefined();
});

test("an empty value counts as absent", () => {
  expect(parseEnv({ PORT: "", DATABASE_URL: "", REEVE_DEMO: "" })).toMatchObject({ PORT: 3000 });
});

test("the public address follows the port, and loses its last slash", () => {
  expect(parseEnv({ PORT: "8080" }).REEVE_URL).toBe("http://localhost:8080");
  expect(parseEnv({ REEVE_URL: "https://reeve.example.com/" }).REEVE_URL).toBe("https://reeve.example.com");
});

test.each([
  ["PORT", "abc"],
  ["PORT", "70000"],
  ["REEVE_URL", "reeve.example.com"],
  ["DATABASE_URL", "mysql://localhost/reeve"],
  ["REEVE_ROLE", "both"],
  ["REEVE_DEMO", "yes"],
  ["REEVE_INIT_ADMIN_EMAIL", "somebody"],
  ["REEVE_INIT_ADMIN_PASSWORD", "short"],
  ["REEVE_INIT_API_KEY", "rv_short"],
  ["NEXTAUTH_SECRET", "short"],
  ["SMTP_URL", "mail.example.com:25"],
  ["SLACK_BOT_TOKEN", "xoxp-of-a-user-SECRET"],
  ["REEVE_WEBHOOK_HOSTS", "http://hooks.example.com/"],
])("a bad %s (%s) is one line that names the variable and not the value of a secret", (name, value) => {
  const refused = () => parseEnv({ [name]: value });
  expect(refused).toThrow(BadEnvironment);
  expect(refused).toThrow(new RegExp(`^${name}: [^\\n]+$`));
  if (name.includes("PASSWORD") || name.includes("KEY") || name.includes("SECRET")) expect(refused).not.toThrow(new RegExp(value));
});

test("single sign-on is set up whole or not at all", () => {
  expect(() => parseEnv({ OIDC_ISSUER: "https://login.example.com" })).toThrow(/^OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: /);
});
