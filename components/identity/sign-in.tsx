"use client";

import clsx from "clsx";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { DEMO_PASSWORD } from "@/server/identity/core/demo-desks";
import { type SignInAnswer, signInWithPassword, startSingleSignOn } from "./auth-client";
import { type Desk, Desks } from "./desks";
import { Entrance } from "./entrance";

export type SignInProps = {
  readonly choices: {
    readonly organisation: string;
    readonly isDemo: boolean;
    readonly hasSingleSignOn: boolean;
    readonly desks: readonly Desk[];
  };
  /** Where to go afterwards: a path of this Reeve. */
  readonly target: string;
  /** What next-auth says in the address when single sign-on did not work out. */
  readonly error: string | null;
};

const NO_ACCOUNT = "No account here belongs to that sign-in. Ask an administrator for an invitation.";
const DID_NOT_WORK = "Single sign-on did not work out. Try again, or use your password.";

/** The door: e-mail and password, single sign-on where there is one, and the desks of a demo organisation. */
export function SignIn({ choices, target, error }: SignInProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isPending, setIsPending] = useState(false);
  const [message, setMessage] = useState(error === null ? null : error === "NoAccount" ? NO_ACCOUNT : DID_NOT_WORK);
  const passwordInput = useRef<HTMLInputElement>(null);

  const finish = (answer: SignInAnswer) => {
    if (answer.isSignedIn) return window.location.assign(target);
    setIsPending(false);
    setMessage(answer.message);
    passwordInput.current?.select();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() === "" || password === "") return setMessage("Give your e-mail address and your password.");
    setIsPending(true);
    setMessage(null);
    void signInWithPassword(email, password).then(finish);
  };
  const takeDesk = (desk: Desk) => {
    setEmail(desk.email);
    setPassword(DEMO_PASSWORD);
    setMessage(null);
    passwordInput.current?.focus();
  };
  const goToProvider = () => {
    setIsPending(true);
    void startSingleSignOn(target).then((isUnderWay) => {
      if (isUnderWay) return;
      setIsPending(false);
      setMessage(DID_NOT_WORK);
    });
  };

  const hasDesks = choices.desks.length > 0;
  return (
    <Entrance
      note={choices.isDemo ? "Demo organisation. The people, agents and figures are invented." : null}
      foot={[`Run by ${choices.organisation} on its own server`, "Each sign-in is written to the audit log"]}
    >
      <div
        className={clsx(
          "grid gap-x-20 gap-y-12",
          hasDesks && "max-lg:w-[calc(100vw-3rem)] max-lg:max-w-lg lg:grid-cols-[20rem_minmax(0,33.75rem)]",
        )}
      >
        <section aria-labelledby="sign-in-title" className={clsx("w-full min-w-0", hasDesks ? "lg:max-w-80" : "w-80 max-w-full")}>
          <h1 id="sign-in-title" className="text-xl font-semibold tracking-tight">
            Sign in to {choices.organisation}
          </h1>
          <p className="mt-1 text-ink-2">Where people answer for what agents do.</p>
          <form className="mt-7 grid gap-4" onSubmit={submit} noValidate>
            <Field label="E-mail" isRequired>
              {(control) => (
                <Input
                  {...control}
                  className="h-10! px-3! text-base!"
                  type="email"
                  name="email"
                  autoComplete="username"
                  autoCapitalize="none"
                  spellCheck={false}
                  autoFocus={true}
                  value={email}
                  onChange={(event) => setEmail(event.target.value)}
                />
              )}
            </Field>
            <Field label="Password" isRequired>
              {(control) => (
                <Input
                  {...control}
                  ref={passwordInput}
                  className="h-10! px-3! text-base!"
                  type="password"
                  name="password"
                  autoComplete="current-password"
                  value={password}
                  onChange={(event) => setPassword(event.target.value)}
                />
              )}
            </Field>
            <p role="alert" className={clsx("text-sm text-pretty text-danger", message === null && "sr-only")}>
              {message}
            </p>
            <Button type="submit" variant="primary" isPending={isPending} className="h-10! text-base!">
              Sign in
            </Button>
          </form>
          {choices.hasSingleSignOn && (
            <>
              <p className="my-5 grid grid-cols-[1fr_auto_1fr] items-center gap-3 text-xs text-ink-3 before:h-px before:bg-line after:h-px after:bg-line">
                or
              </p>
              <Button className="h-10! w-full text-base!" disabled={isPending} onClick={goToProvider}>
                Use single sign-on
              </Button>
            </>
          )}
        </section>
        {hasDesks && <Desks desks={choices.desks} taken={email} onTake={takeDesk} />}
      </div>
    </Entrance>
  );
}
