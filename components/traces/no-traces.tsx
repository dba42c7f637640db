"use client";

import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { useIsBrowser } from "@/components/ui/use-is-browser";

/** An empty list: because of the filters, or because nothing was ever sent. */
export const NoTraces = ({ isNarrowed, onClear }: { readonly isNarrowed: boolean; readonly onClear: () => void }) =>
  isNarrowed ? (
    <EmptyState title="No trace fits these filters" action={<Button onClick={onClear}>Show all traces</Button>}>
      There may be others, or none has come yet.
    </EmptyState>
  ) : (
    <EmptyState
      title="What your agents did will be here, step by step"
      action={<ButtonLink href="/settings/keys">Go to the API keys</ButtonLink>}
    >
      <HowToSend />
    </EmptyState>
  );

/** How telemetry is sent: where to, with which key. */
export function HowToSend() {
  const origin = useIsBrowser() ? window.location.origin : "";
  const lines = [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}/api/otel`,
    'export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer%20YOUR_KEY"',
    "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
  ].join("\n");
  return (
    <>
      <p>
        Nothing has been sent yet. Reeve takes OpenTelemetry over HTTP, as agents emit it already: the GenAI conventions, OpenInference,
        OpenLLMetry, the AI SDK, Claude Code, the OpenAI Agents SDK. Make an API key with the scope <code>traces:write</code>, then start
        the agent with:
      </p>
      <div className="relative mt-3 rounded-sm bg-sunken">
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="overflow-x-auto py-2.5 pr-10 pl-3 font-mono text-xs leading-5"
        >
          {lines}
        </pre>
        <span className="absolute top-1.5 right-1.5 rounded-sm bg-sunken">
          <CopyButton value={lines} label="Copy the settings" />
        </span>
      </div>
    </>
  );
}
