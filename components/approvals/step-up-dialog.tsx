"use client";

import { Fingerprint, KeyRound } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { EnrolFields } from "@/components/identity/enrol-fields";
import { useEnrol } from "@/components/identity/use-enrol";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { formatAbsolute } from "@/components/ui/format-time";
import { Input } from "@/components/ui/input";
import { Mono } from "@/components/ui/mono";
import type { Obligation } from "@/server/approvals/core/obligations";
import type { Json } from "@/server/approvals/schema";
import type { CardStepUp } from "@/server/approvals/step-up-schema";
import type { Card } from "./card-type";
import { effectWords } from "./prepare-card";
import { argLines, conditionLines, verdictLine } from "./prepare-step-up";
import { type StepUp, type StepUpSteps, useStepUp } from "./use-step-up";

export type StepUpDialogProps = StepUpSteps & {
  readonly card: Card;
  /** How this person confirms. */
  readonly way: CardStepUp;
  /** What runs if it is approved: edited arguments, or those of the card. */
  readonly args: Json;
  readonly obligations: readonly Obligation[];
  readonly onClose: () => void;
};

const TITLES = {
  sign: "Approve with your passkey",
  enrol: "Enrol a passkey, then approve",
  password: "Approve with your password",
  away: "Approve with your passkey",
  none: "This takes a passkey",
} as const;

/** The step before high risk is approved: what is signed in plain words, then the passkey, or the password. */
export default function StepUpDialog({ card, way, args, obligations, ask, send, onClose }: StepUpDialogProps) {
  const stepUp = useStepUp(way, { ask, send });
  const { step } = stepUp;
  const props = { way, stepUp, onClose };
  const what = <What card={card} args={args} obligations={obligations} verb={step === "password" ? "approve" : "sign"} />;
  return (
    <Dialog isOpen onClose={onClose} title={TITLES[step]} description={step === "enrol" ? null : effectWords(card)}>
      {step === "enrol" && <EnrolStep {...props} />}
      {step === "sign" && <SignStep {...props}>{what}</SignStep>}
      {step === "password" && <PasswordStep {...props}>{what}</PasswordStep>}
      {step === "away" && <Away {...props} />}
      {step === "none" && <NoWay {...props} />}
    </Dialog>
  );
}

type StepProps = {
  readonly way: CardStepUp;
  readonly stepUp: StepUp;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

const Buttons = ({ onClose, children }: { readonly onClose: () => void; readonly children?: ReactNode }) => (
  <div className="mt-5 flex flex-wrap justify-end gap-2">
    <Button onClick={onClose}>Cancel</Button>
    {children}
  </div>
);

/** Gives the focus to what comes next whenever a step begins. */
function useFocused<E extends HTMLElement>() {
  const element = useRef<E>(null);
  useEffect(() => {
    const timer = setTimeout(() => element.current?.focus()); // after the dialog itself has taken it
    return () => clearTimeout(timer);
  }, []);
  return element;
}

const submitting = (work: () => void) => (event: FormEvent) => {
  event.preventDefault();
  work();
};

function SignStep({ stepUp, onClose, children }: StepProps) {
  const button = useFocused<HTMLButtonElement>();
  const { isPending, error, sign } = stepUp;
  return (
    <form onSubmit={submitting(sign)}>
      {children}
      <p aria-live="polite" className="mt-3 min-h-5 text-sm text-ink-2">
        {isPending && "Waiting for your passkey: follow what your browser asks."}
      </p>
      <FormError>{error}</FormError>
      <Buttons onClose={onClose}>
        <Button ref={button} type="submit" variant="primary" shortcut="Enter" isPending={isPending}>
          <Fingerprint aria-hidden />
          {error === null ? "Sign and approve" : "Sign again"}
        </Button>
      </Buttons>
    </form>
  );
}

function PasswordStep({ way, stepUp, onClose, children }: StepProps) {
  const field = useFocused<HTMLInputElement>();
  const [password, setPassword] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const { isPending, error, sendPassword } = stepUp;
  const send = () => {
    setIsMissing(password === "");
    if (password !== "") sendPassword(password);
    else field.current?.focus();
  };
  return (
    <form noValidate onSubmit={submitting(send)}>
      {children}
      <Field
        className="mt-4"
        label="Your password"
        isRequired
        hint={way.kind === "password" ? `${way.why} The record says so.` : null}
        error={isMissing && password === "" ? "Give your password." : error}
      >
        {(control) => (
          <Input
            {...control}
            ref={field}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      </Field>
      <Buttons onClose={onClose}>
        <Button type="submit" variant="primary" shortcut="Enter" isPending={isPending}>
          <KeyRound aria-hidden />
          Approve
        </Button>
      </Buttons>
    </form>
  );
}

/** Whoever has no passkey yet makes one here, and goes on deciding. */
function EnrolStep({ way, stepUp, onClose }: StepProps) {
  const hasPassword = way.kind === "passkey" && way.hasPassword;
  const enrolling = useEnrol(hasPassword, stepUp.enrolled);
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={submitting(enrolling.enrol)}>
      <p className="text-sm text-pretty text-ink-2">
        High risk is countersigned with a passkey, and you have none yet. Enrol one now: your browser asks for a fingerprint, face, PIN or
        security key. Then you sign, and it is approved.
      </p>
      <EnrolFields enrolling={enrolling} hasPassword={hasPassword} />
      <Buttons onClose={onClose}>
        <Button type="submit" variant="primary" shortcut="Enter" isPending={enrolling.isPending}>
          <Fingerprint aria-hidden />
          Enrol
        </Button>
      </Buttons>
    </form>
  );
}

/** The page is at another address than the one that passkeys are bound to, or the browser is too old. */
function Away({ way, onClose }: StepProps) {
  const origin = way.kind === "passkey" ? way.origin : "";
  const isElsewhere = way.kind === "passkey" && location.origin !== origin;
  return (
    <>
      <p className="text-sm text-pretty">
        {isElsewhere ? (
          <>
            Passkeys are bound to Reeve’s own address. Open this request at{" "}
            <a className="link underline underline-offset-2 wrap-anywhere" href={`${origin}${location.pathname}${location.search}`}>
              {origin}
            </a>
            , and approve it there.
          </>
        ) : (
          "High risk is countersigned with a passkey, and this browser knows none. Open Reeve in a current browser."
        )}
      </p>
      <Buttons onClose={onClose} />
    </>
  );
}

function NoWay({ way, onClose }: StepProps) {
  return (
    <>
      <p className="text-sm text-pretty">
        {way.kind === "password" && way.why} You sign in by single sign-on, so you have no password to confirm with either. Ask whoever runs
        Reeve to give it an https address with a name (REEVE_URL), then enrol a passkey.
      </p>
      <Buttons onClose={onClose} />
    </>
  );
}

type WhatProps = Pick<StepUpDialogProps, "card" | "args" | "obligations"> & { readonly verb: "sign" | "approve" };

/** What exactly is signed, or approved with a password. */
function What({ card, args, obligations, verb }: WhatProps) {
  const { lines, more } = argLines(args);
  const conditions = conditionLines(obligations, (iso) => formatAbsolute(Date.parse(iso)));
  const listId = useId();
  return (
    <section aria-labelledby={listId}>
      <h3 id={listId} className="mb-1.5 text-xs font-medium text-ink-2">
        You {verb} exactly this
      </h3>
      <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 rounded-sm bg-sunken px-3 py-2.5 text-sm">
        <dt className="text-ink-2">Verdict</dt>
        <dd className="font-medium">{verdictLine(card)}</dd>
        <dt className="text-ink-2">Agent</dt>
        <dd className="wrap-anywhere">{card.agentName}</dd>
        <dt className="text-ink-2">Tool</dt>
        <dd>
          <Mono>{card.action.toolName}</Mono>
        </dd>
        <dt className="text-ink-2">Arguments</dt>
        <dd className="wrap-anywhere">
          {lines.length === 0 && "None"}
          {lines.map(({ name, text }) => (
            <span key={name} className="block">
              {name !== "" && <span className="text-ink-2">{name} </span>}
              {text}
            </span>
          ))}
          {more > 0 && <span className="block text-ink-2">and {more} more, as the card shows them</span>}
        </dd>
        <dt className="text-ink-2">Conditions</dt>
        <dd>
          {conditions.length === 0 && "None"}
          {conditions.map((line) => (
            <span key={line} className="block wrap-anywhere">
              {line}
            </span>
          ))}
        </dd>
      </dl>
    </section>
  );
}
