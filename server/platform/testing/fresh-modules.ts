import { vi } from "vitest";

type Shared = typeof globalThis & { firstEnvironment?: NodeJS.ProcessEnv } & Record<string, unknown>;
const shared = globalThis as Shared;
shared.firstEnvironment ??= { ...process.env };

// Before each test file, since several follow each other in a process: our code is loaded anew, nothing of it is left beside its
// modules, and the environment is as it was. Only packages stay loaded: loading them takes longer than most files.
vi.resetModules();
for (const name of Object.keys(shared)) if (name.startsWith("reeve")) delete shared[name];
for (const name of Object.keys(process.env)) if (!(name in shared.firstEnvironment)) delete process.env[name];
Object.assign(process.env, shared.firstEnvironment);
