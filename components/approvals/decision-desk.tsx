"use client";

import clsx from "clsx";
import dynamic from "next/dynamic";
import { type RefObject, useEffect, useId, useRef, useState } from "react";
import { AllowNext } from "@/components/grants/allow-next";
import { useKeys } from "@/components/shell/use-keys";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import type { CardVote } from "@/server/approvals/schema";
import type { Card } from "./card-type";
import { ConditionsAction, EditAction } from "./edit-actions";
import { ownWaitingVote, voteWords } from "./prepare-stages";
import { draftOf, keepDraft } from "./reason-drafts";
import type { useClaim } from "./use-card";
import { type Deciding, type Decision, useDecision } from "./use-decision";
import { Wait } from "./votes";

// Only high risk is confirmed; the queue loads without it.
const StepUpDialog = dynamic(() => import("./step-up-dialog"), { ssr: false });

const REASON_MAX_LENGTH = 2_000;
const NO_CONDITIONS: readonly [] = [];

export type DecisionDeskProps = Deciding & {
  readonly card: Card;
  readonly claim: ReturnType<typeof useClaim>;
  /** `bar` below the card, `rail` beside it, `phone` at the foot of the screen. */
  readonly look: "bar" | "rail" | "phone";
  /** While several requests are selected `a` and `r` are about those. */
  readonly hasKeys?: boolean;
};

/** Approve and reject, by button and by key; what keeps this person from it is said beside them. */
export function DecisionDesk({ card, claim, look, hasKeys = true, onSent, onDecided }: DecisionDeskProps) {
  const { verdicts, ...decision } = useReturn(useDecision(card, { onSent, onDecided }));
  const { can } = card;
  useKeys(
    {
      ...(hasKeys && {
        a: {
          label: "Approve",
          isEnabled: can.approve.allowed,
          run: (event) => event.repeat || decision.step === "confirm" || decision.approve(),
        },
        r: { label: "Reject", isEnabled: can.reject.allowed, run: (event) => event.repeat || decision.startReject() },
      }),
      c: {
        label: claim.isMine ? "Release" : "Claim",
        isEnabled: claim.can.allowed && !claim.isPending,
        run: (event) => event.repeat || claim.toggle(),
      },
      ...(decision.step === "idle" ? {} : { Escape: { label: "Cancel", worksInFields: true, run: decision.cancel } }),
    },
    "This request",
  );
  return (
    <>
      {decision.step === "reject" && <RejectForm card={card} decision={decision} look={look} />}
      {decision.step !== "reject" && (
        <Verdicts card={card} decision={decision} look={look} rowRef={verdicts} onAllowed={() => onDecided("approve")} />
      )}
      {decision.step === "confirm" && card.stepUp !== null && (
        <StepUpDialog
          {...decision.stepUp}
          card={card}
          way={card.stepUp}
          args={card.action.args}
          obligations={NO_CONDITIONS}
          onClose={decision.cancel}
        />
      )}
      <p role="alert" className={clsx("text-sm text-danger", decision.error !== null && "mt-2")}>
        {decision.error}
      </p>
    </>
  );
}

/** A step that is cancelled gives the focus back to where it was when the step began. */
function useReturn(decision: Decision) {
  const from = useRef<HTMLElement | null>(null);
  const verdicts = useRef<HTMLDivElement>(null);
  const { step, approve, startReject } = decision;
  useEffect(() => {
    if (step !== "idle" || from.current === null || document.activeElement !== document.body) return;
    // The buttons were away during the step: the one that was pressed is another one now.
    const back = from.current.isConnected ? from.current : verdicts.current?.querySelector<HTMLElement>("button:not(:disabled)");
    from.current = null;
    back?.focus();
  }, [step]);
  const after = (begin: () => void) => () => {
    if (step === "idle" && document.activeElement instanceof HTMLElement) from.current = document.activeElement;
    begin();
  };
  return { ...decision, approve: after(approve), startReject: after(startReject), verdicts };
}

type PartProps = { readonly card: Card; readonly decision: Decision; readonly look: DecisionDeskProps["look"] };

const BUTTONS = {
  bar: { row: "flex flex-wrap gap-2", approve: "min-w-32", half: "", rest: "flex", size: "md" },
  rail: { row: "flex flex-wrap gap-2", approve: "h-10! basis-full text-base!", half: "grow basis-2/5", rest: "-mx-3 flex", size: "md" },
  phone: { row: "grid grid-cols-2 gap-2", approve: "", half: "", rest: "contents", size: "lg" },
} as const;

type VerdictsProps = PartProps & { readonly rowRef: RefObject<HTMLDivElement | null>; readonly onAllowed: () => void };

function Verdicts({ card, decision, look, rowRef, onAllowed }: VerdictsProps) {
  const { approve, reject } = card.can;
  const whyId = useId();
  const own = ownWaitingVote(card);
  if (own !== undefined) return <OwnVote vote={own} />;
  const button = BUTTONS[look];
  const reason = approve.reason ?? reject.reason;
  const why = reason === null ? undefined : whyId;
  return (
    <>
      {reason !== null && (
        <p id={whyId} className="mb-2 text-sm text-pretty text-ink-2">
          {reason.message}
        </p>
      )}
      <div ref={rowRef} className={button.row}>
        <Button
          variant="primary"
          size={button.size}
          shortcut="a"
          className={button.approve}
          disabled={!approve.allowed}
          aria-describedby={why}
          onClick={decision.approve}
          isPending={decision.isPending}
        >
          Approve
        </Button>
        <Button
          size={button.size}
          shortcut="r"
          className={button.half}
          disabled={!reject.allowed}
          aria-describedby={why}
          onClick={decision.startReject}
        >
          Reject
        </Button>
        <EditAction card={card} size={button.size} className={button.half} onDecided={onAllowed} />
        <span className={button.rest}>
          <ConditionsAction card={card} size={button.size} onDecided={onAllowed} />
          <AllowNext card={card} size={button.size} onDecided={onAllowed} />
        </span>
      </div>
    </>
  );
}

/** One's own vote until it takes effect. */
const OwnVote = ({ vote }: { readonly vote: CardVote }) => (
  <p className="text-pretty">
    <span className="font-medium">{voteWords(vote)}</span>
    <Wait vote={vote} />. Until then <Kbd tone="strong">z</Kbd> undoes it.
  </p>
);

/** Rejecting needs a reason: the agent is told it. */
function RejectForm({ card, decision, look }: PartProps) {
  const [reason, setReason] = useState(() => draftOf(card.id));
  const [isMissing, setIsMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = () => {
    if (reason.trim() !== "") return decision.reject(reason.trim());
    setIsMissing(true);
    field.current?.focus();
  };
  useKeys({ "Mod+Enter": { label: "Send the rejection", worksInFields: true, run: send } }, "This request");
  return (
    <form
      aria-label="Reject"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field
        label="Why not?"
        isRequired
        hint={`${card.agentName} is told this, and so is the record.`}
        error={isMissing && reason.trim() === "" ? "Say why: the agent is told the reason." : null}
      >
        {(control) => (
          <Textarea
            {...control}
            ref={field}
            rows={2}
            maxLength={REASON_MAX_LENGTH}
            value={reason}
            onChange={({ target }) => {
              setReason(target.value);
              keepDraft(card.id, target.value);
            }}
          />
        )}
      </Field>
      <div className="mt-2 flex gap-2">
        <Button variant="primary" size={BUTTONS[look].size} type="submit" shortcut="Ctrl ↵" isPending={decision.isPending}>
          Reject
        </Button>
        <Button size={BUTTONS[look].size} shortcut="Esc" onClick={decision.cancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
