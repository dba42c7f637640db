import { listDomains } from "./own-names-store";
import { organisation } from "./service";

/** What the organisation is called, and the domains of its people. */
export async function ownNames(): Promise<{ readonly name: string; readonly domains: readonly string[] }> {
  const [{ name }, rows] = await Promise.all([organisation(), listDomains()]);
  return { name, domains: rows.map(({ domain }) => domain) };
}
