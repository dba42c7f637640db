import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StartRefusal } from "./refusal";

export type Secrets = { readonly sessionSecret: string; readonly signingKeyFile: string };

/** Reads the secret, or makes it if it is not there yet. Two that start at once end up with the same one. */
async function readOrMake(file: string, make: () => string): Promise<string> {
  await writeFile(file, make(), { mode: 0o600, flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await chmod(file, 0o600);
  return (await readFile(file, "utf8")).trim();
}

const newSigningKey = (): string => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** Makes the data directory, which only its owner may read. */
export async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeFile(join(dataDir, ".writable"), "");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartRefusal(
      `REEVE_DATA_DIR: cannot write to ${dataDir} (${code}): make it writable for this user, or set another directory.`,
    );
  }
}

/** The secrets of this installation, made at the first start and kept in the data directory with mode 0600. */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const signingKeyFile = join(dataDir, "signing-key.pem");
  const [sessionSecret] = await Promise.all([
    readOrMake(join(dataDir, "session-secret"), () => `${randomBytes(32).toString("base64url")}\n`),
    readOrMake(signingKeyFile, newSigningKey),
  ]);
  return { sessionSecret, signingKeyFile };
}
