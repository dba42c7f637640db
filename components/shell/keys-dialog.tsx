"use client";

import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { keyCaps } from "./match-key";
import { registeredKeys } from "./use-keys";

const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The keys that work on this page. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const [scopes] = useState(() => {
    const byScope = Map.groupBy(registeredKeys(), ({ scope }) => scope);
    return [...byScope].map(([scope, parts]) => ({ scope, keys: parts.flatMap(({ keys }) => Object.entries(keys)) }));
  });
  return (
    <Dialog isOpen onClose={onClose} title="Keys of this page">
      {scopes.map(({ scope, keys }) => (
        <section key={scope} className="mb-5 last:mb-0">
          <h3 className="mb-1 text-xs text-ink-3">{scope}</h3>
          <dl>
            {keys.map(([name, key]) => (
              <div key={name} className="flex items-center justify-between gap-4 border-b border-line py-1.5 last:border-0">
                <dt className="text-sm">{key.label}</dt>
                <dd className="flex gap-1">
                  {keyCaps(name, isApple()).map((cap) => (
                    <Kbd key={cap} tone="strong">
                      {cap}
                    </Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
