"use client";

import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Mono } from "@/components/ui/mono";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";

/** The keys that Reeve signs permissions with: which one is in use, which were before, and how one is changed. */
export function SigningKeys() {
  const trpc = useTRPC();
  const keys = useQuery(trpc.identity.signingKeys.queryOptions());
  return (
    <section aria-labelledby="signing-keys" className="mt-8 border-t border-line pt-5">
      <div className="px-4 pb-3 md:px-6">
        <h2 id="signing-keys" className="text-base font-medium">
          Signing keys
        </h2>
        <p className="max-w-[75ch] text-sm text-pretty text-ink-2">
          Reeve signs each permission to run; anyone can check one against{" "}
          <a href="/.well-known/jwks.json" className="text-accent underline underline-offset-2">
            the public keys
          </a>
          . To change the key, start each process again with the new one as <Mono>REEVE_SIGNING_KEY</Mono> and the one in use as{" "}
          <Mono>REEVE_SIGNING_KEY_PREVIOUS</Mono>, within a day of each other.
        </p>
      </div>
      <Loaded query={keys} what="The signing keys">
        {(rows) => (
          <Table caption="Signing keys">
            <thead>
              <tr>
                <Th>Key</Th>
                <Th className="max-md:hidden">In use since</Th>
                <Th>Retired</Th>
                <Th className="max-md:hidden">Published until</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((key) => (
                <Tr key={key.kid} className={key.retiredAt === null ? undefined : "text-ink-3"}>
                  <Td>
                    <Mono isShort>{key.kid}</Mono>
                    <div className="text-xs text-ink-2 md:hidden">
                      Since <Time at={key.inUseSince} />
                    </div>
                  </Td>
                  <Td className="max-md:hidden">
                    <Time at={key.inUseSince} />
                  </Td>
                  <Td>{key.retiredAt === null ? "In use" : <Time at={key.retiredAt} />}</Td>
                  <Td className="max-md:hidden">{key.publishedUntil === null ? "" : <Time at={key.publishedUntil} />}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )}
      </Loaded>
    </section>
  );
}
