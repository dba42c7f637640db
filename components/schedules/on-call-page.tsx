"use client";

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { PageSection } from "@/components/fleet/page-section";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { toast } from "@/components/ui/toast";
import { useNow } from "@/components/ui/use-now";
import { DAY_MS, dateOf, localDay } from "@/server/schedules/core/week";
import { Moment } from "./moment";
import { nameIn, type OnCallSeen, onCallParent } from "./on-call-seen";
import { OnCallTimeline } from "./on-call-timeline";
import { OverrideForm } from "./override-form";
import { prepareTimeline, rotationWords } from "./prepare-on-call";
import { type OnCallWindow, onCallHref, onCallQuery, windowHref } from "./schedules-address";
import { ShiftsTable } from "./shifts-table";

/** Who is on duty now, and what comes next. */
function StateSentence({ onCall: { now, people, zone, archivedAt } }: { readonly onCall: OnCallSeen }) {
  const person = nameIn(people, now.personId);
  return (
    <>
      {archivedAt !== null && "Archived. "}
      {person === null ? "Nobody is on duty now" : `${person} is on duty now`}
      {now.until === null ? (
        "; nothing changes in the coming weeks."
      ) : (
        <>
          , until <Moment at={now.until} zone={zone} />. Then {nameIn(people, now.nextPersonId) ?? "nobody"}.
        </>
      )}
    </>
  );
}

/** One schedule: who is on duty, when it changes, and the shifts that people take for one another. */
export function OnCallPage({ id, window }: { readonly id: string; readonly window: OnCallWindow }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.schedules.onCall.byId.queryOptions(onCallQuery(id, window), { placeholderData: keepPreviousData }));
  const [taken, setTaken] = useQueryState("take");
  const onCall = query.data;
  const nowMs = useNow(60_000) ?? 0;
  const shift = onCall?.shifts.find(({ from, until }) => (taken === "new" ? Date.parse(until) > nowMs : from === taken));
  return (
    <>
      <PageHeader
        parent={onCallParent}
        title={onCall?.name ?? "On-call schedule"}
        state={onCall && <StateSentence onCall={onCall} />}
        actions={
          onCall && (
            <>
              {onCall.can.edit && <ButtonLink href={`${onCallHref(id)}/edit`}>Edit the schedule</ButtonLink>}
              {onCall.can.takeShift && (
                <Button variant="primary" onClick={() => void setTaken("new")}>
                  {onCall.can.edit ? "Change who is on duty" : "Take a shift"}
                </Button>
              )}
            </>
          )
        }
      />
      <Loaded query={query} what="The on-call schedule">
        {(seen) => <OnCallBody onCall={seen} window={window} onTake={(from) => void setTaken(from)} />}
      </Loaded>
      {onCall?.can.takeShift && shift && (
        <OverrideForm
          key={shift.from}
          onCallId={id}
          me={onCall.me}
          canChoose={onCall.can.edit}
          from={shift.from}
          until={shift.until}
          onClose={() => void setTaken(null)}
        />
      )}
    </>
  );
}

type BodyProps = { readonly onCall: OnCallSeen; readonly window: OnCallWindow; readonly onTake: (from: string) => void };

function OnCallBody({ onCall, window, onTake }: BodyProps) {
  const { days, rows } = prepareTimeline(onCall);
  return (
    <>
      <WindowBar onCall={onCall} window={window} />
      <OnCallTimeline days={days} rows={rows} window={onCall.window} />
      <ShiftsTable onCall={onCall} onTake={onTake} />
      {onCall.overrides.length > 0 && <Overrides onCall={onCall} />}
      <PageSection title="Rotations">
        <ol className="grid gap-3 px-4 text-sm md:px-6">
          {onCall.layers.map((layer, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place
            <li key={index}>
              <span className="font-medium">{layer.name}</span>
              <span className="ml-2 text-ink-2">{rotationWords(layer)}</span>
              <span className="block">
                {layer.people.map((personId) => nameIn(onCall.people, personId)).join(", then ")}
                {index === 0 && onCall.layers.length > 1 && <span className="text-ink-3"> (comes before the layers below)</span>}
              </span>
            </li>
          ))}
        </ol>
        <Inactive people={onCall.people} />
      </PageSection>
    </>
  );
}

function Inactive({ people }: { readonly people: OnCallSeen["people"] }) {
  const gone = people.filter(({ isActive }) => !isActive).map(({ name }) => name);
  if (gone.length === 0) return null;
  return (
    <p className="px-4 pt-3 text-sm text-warn md:px-6">
      Skipped, since they cannot sign in any more: {gone.join(", ")}. Their turns pass to whoever comes next.
    </p>
  );
}

function WindowBar({ onCall, window }: { readonly onCall: OnCallSeen; readonly window: OnCallWindow }) {
  const step = window.weeks * 7 * DAY_MS;
  const first = localDay(onCall.window.firstDate);
  const at = (day: number) => windowHref(onCall.id, { ...window, from: dateOf(day) === onCall.today ? null : dateOf(day) });
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line px-2 py-2 md:px-4">
      <Tabs
        label="How long"
        tabs={([2, 4] as const).map((weeks) => ({
          label: `${weeks} weeks`,
          href: windowHref(onCall.id, { ...window, weeks }),
          isCurrent: window.weeks === weeks,
        }))}
      />
      <nav aria-label="Which weeks" className="ml-auto flex gap-1">
        <ButtonLink size="sm" scroll={false} href={at(first - step)}>
          Earlier
        </ButtonLink>
        <ButtonLink size="sm" scroll={false} href={windowHref(onCall.id, { ...window, from: null })}>
          Today
        </ButtonLink>
        <ButtonLink size="sm" scroll={false} href={at(first + step)}>
          Later
        </ButtonLink>
      </nav>
    </div>
  );
}

function Overrides({ onCall }: { readonly onCall: OnCallSeen }) {
  const trpc = useTRPC();
  const remove = useMutation(
    trpc.schedules.onCall.removeOverride.mutationOptions({
      onSuccess: () => toast("Given back to the rotation."),
      onError: (error) => toast.error(error.message),
    }),
  );
  return (
    <PageSection title="Overrides" count={onCall.overrides.length}>
      <ul className="px-4 text-sm md:px-6">
        {onCall.overrides.map((each) => {
          const name = nameIn(onCall.people, each.personId);
          const by = each.createdById === each.personId ? null : nameIn(onCall.people, each.createdById);
          return (
            <li key={each.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line py-1.5 first:border-t-0">
              <span className="min-w-0 flex-1 basis-64">
                <span className="font-medium">{name}</span> from <Moment at={each.from} zone={onCall.zone} /> until{" "}
                <Moment at={each.until} zone={onCall.zone} />
                {by !== null && <span className="text-ink-3">, put there by {by}</span>}
              </span>
              {each.canRemove && (
                <Button
                  size="sm"
                  variant="quiet"
                  aria-label={`Give back the shift of ${name}`}
                  disabled={remove.isPending}
                  onClick={() => remove.mutate({ onCallId: onCall.id, overrideId: each.id })}
                >
                  Give back
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </PageSection>
  );
}
