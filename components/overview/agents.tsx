import Link from "next/link";
import type { ReactNode } from "react";
import { agentHref } from "@/components/fleet/fleet-address";
import { formatCount } from "@/components/ui/format-count";
import { Time } from "@/components/ui/time";
import { cleanLine } from "@/server/kernel/untrusted";
import type { NamedAgent, Overview } from "@/server/overview/schema";
import { formatShare } from "./prepare-overview";
import { Section } from "./section";

const AgentLink = ({ name }: { readonly name: string }) => (
  <Link href={agentHref(name)} className="link font-medium wrap-anywhere">
    {cleanLine(name, 128)}
  </Link>
);

/** How many agents work, which do not, which nobody answers for, and which ask most. */
export function Agents({ overview: { agents, askedMost } }: { readonly overview: Overview }) {
  const { live, suspended, shadow } = agents.states;
  return (
    <Section title="Agents" link={{ href: "/agents", label: "All agents" }}>
      <div className="grid gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,27rem)_minmax(0,1fr)]">
        <div>
          <p className="text-xl font-semibold tracking-tight">
            {formatCount(live)} <span className="text-base font-normal tracking-normal text-ink-2">live</span>
          </p>
          <Named
            count={suspended}
            label="stopped"
            className="text-danger"
            agents={agents.suspended}
            moreHref="/agents?state=suspended"
            say={({ since, reason }) => (
              <>
                Since <Time at={since} precision="day" />
                {reason !== null && `: ${cleanLine(reason, 280)}`}
              </>
            )}
          />
          <Named
            count={shadow}
            label="not registered"
            className="text-warn"
            agents={agents.shadow}
            moreHref="/agents?state=shadow"
            say={({ since }) => (
              <>
                First seen <Time at={since} precision="day" />. Nobody answers for it: it may read, and nothing else.
              </>
            )}
          />
        </div>
        {askedMost.length > 0 && <AskedMost rows={askedMost} />}
      </div>
    </Section>
  );
}

type NamedProps = {
  readonly count: number;
  readonly label: string;
  readonly className: string;
  readonly agents: readonly NamedAgent[];
  readonly moreHref: string;
  readonly say: (agent: NamedAgent) => ReactNode;
};

function Named({ count, label, className, agents, moreHref, say }: NamedProps) {
  if (count === 0) return null;
  return (
    <div className="mt-3 text-base">
      <h3 className={`font-medium ${className}`}>
        {formatCount(count)} {label}
      </h3>
      <ul>
        {agents.map((agent) => (
          <li key={agent.name} className="border-b border-line py-2 last:border-b-0">
            <AgentLink name={agent.name} />
            <p className="text-sm text-pretty text-ink-2">{say(agent)}</p>
          </li>
        ))}
      </ul>
      {count > agents.length && (
        <Link href={moreHref} className="link">
          Show all {formatCount(count)}
        </Link>
      )}
    </div>
  );
}

function AskedMost({ rows }: { readonly rows: Overview["askedMost"] }) {
  const head = "border-b border-line-strong pb-1.5 text-xs font-normal text-ink-3";
  return (
    <table className="w-full self-start text-base">
      <caption className="pb-2 text-left text-base text-ink-2">Asked most</caption>
      <thead>
        <tr>
          <th scope="col" className={`${head} w-full text-left`}>
            Agent
          </th>
          <th scope="col" className={`${head} pl-3 text-right`}>
            Actions
          </th>
          <th scope="col" className={`${head} pl-4 text-right`}>
            Refused
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ agent, proposed, refused }) => (
          <tr key={agent} className="border-b border-line">
            <th scope="row" className="py-2 text-left font-normal">
              <AgentLink name={agent} />
            </th>
            <td className="py-2 pl-3 text-right font-medium">{formatCount(proposed)}</td>
            <td className="py-2 pl-4 text-right whitespace-nowrap text-ink-2">
              {formatShare(refused, proposed)} <span className="text-ink-3">({formatCount(refused)})</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
