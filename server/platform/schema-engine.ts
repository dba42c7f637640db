import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import pg from "pg";

type EngineModule = typeof import("@prisma/schema-engine-wasm") & { __wbg_set_wasm: (exports: WebAssembly.Exports) => void };

const require = createRequire(import.meta.url);
/** One for the process, like the bindings that hold it: a second instance would take the first one's place while it still works. */
const held = globalThis as { schemaEngine?: Promise<EngineModule> };

/** The engine leaves its 10 s lock timer running after it is done, which would keep every process open that long. */
function withoutHeldTimers(bindings: EngineModule): WebAssembly.ModuleImports {
  const imports = Object.entries(bindings as unknown as WebAssembly.ModuleImports).map(([name, value]) => {
    if (!name.startsWith("__wbg_setTimeout_")) return [name, value] as const;
    return [name, (callback: () => void, delayMs: number) => setTimeout(callback, delayMs).unref()] as const;
  });
  return Object.fromEntries(imports);
}

async function loadModule(): Promise<EngineModule> {
  // The package's main entry is for bundlers, which load WebAssembly by themselves: Node.js does it here.
  const dir = dirname(require.resolve("@prisma/schema-engine-wasm"));
  const bindings = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as EngineModule;
  const bytes = await readFile(join(dir, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": withoutHeldTimers(bindings) });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return bindings;
}

/** The adapter splits scripts at every semicolon, in bodies of functions too: PostgreSQL itself splits better, and applies all or nothing. */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    return adapter;
  }
}

/**
 * Runs `work` with Prisma's schema engine as WebAssembly, connected to a database. The native engine is not in
 * the npm registry, so a closed network could neither install nor migrate with it. The migrations stay plain ones.
 */
export async function withSchemaEngine<T>(
  connectionString: string,
  datamodels: [path: string, content: string][],
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  held.schemaEngine ??= loadModule();
  const { SchemaEngine: Engine } = await held.schemaEngine;
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 5_000 });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
    return await work(await Engine.new({ datamodels }, () => undefined, adapter));
  } finally {
    await pool.end();
  }
}
