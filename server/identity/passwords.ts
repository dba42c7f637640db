import { hash, verify } from "@node-rs/argon2";

// argon2id, as OWASP recommends it: 19 MiB, two passes, one thread.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a random value at the same cost: checked when there is no account, so that the answer takes as long. */
export const NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$sDhuZ+8AA1+6lizrZ9snhg$4Itcf8HtNAgBLxIAc6b17/43RxFOrw1beqVvZCXHMFU";

/** The argon2id hash to store for a password. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Whether the password is the one that was hashed. Takes as long without a hash, and then answers no. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODYS_HASH, password);
  return matches && passwordHash !== null;
}
