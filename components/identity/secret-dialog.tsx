"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";

export type Secret = {
  readonly title: string;
  readonly description: string;
  /** Names the secret: "Setup link", "API key". */
  readonly label: string;
  readonly value: string;
  /** What Reeve keeps of it, when that is more than a hash. */
  readonly kept?: string;
};

/** Shows a link or a key this once, to be copied. Reeve keeps only its hash. */
export function SecretDialog({ secret, onClose }: { readonly secret: Secret; readonly onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={secret.title}
      description={secret.description}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <div className="flex items-center gap-2 rounded-sm border border-line bg-sunken py-2 pr-2 pl-3">
        <output aria-label={secret.label} className="min-w-0 flex-1 font-mono text-sm break-all select-all">
          {secret.value}
        </output>
        <CopyButton value={secret.value} label={`Copy the ${secret.label.toLowerCase()}`} />
      </div>
      <p className="mt-2 text-sm text-ink-2">It is shown this once. {secret.kept ?? "Reeve keeps only a hash of it."}</p>
    </Dialog>
  );
}
