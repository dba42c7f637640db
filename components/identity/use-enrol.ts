"use client";

import { useMutation } from "@tanstack/react-query";
import { isTRPCClientError } from "@trpc/client";
import { useState } from "react";
import { fieldErrorsOf, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { AppRouter } from "@/server/trpc/root";
import { canUsePasskeys, makePasskey, nameOfDevice, PasskeyFailure } from "./webauthn";

type Faults = { readonly name?: string; readonly password?: string };

/** Enrolling a passkey: the server asks, the browser makes it, the server keeps it. `onDone` is told its name. */
export function useEnrol(hasPassword: boolean, onDone: (name: string) => void) {
  const trpc = useTRPC();
  const begin = useMutation(trpc.identity.passkeys.begin.mutationOptions());
  const finish = useMutation(trpc.identity.passkeys.finish.mutationOptions());
  const [name, setName] = useState(nameOfDevice);
  const [password, setPassword] = useState("");
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [faults, setFaults] = useState<Faults>({});

  const isComplete = () => {
    const missing: Faults = {
      ...(name.trim() === "" && { name: "Give it a name." }),
      ...(hasPassword && password === "" && { password: "Give your password." }),
    };
    setFaults(missing);
    setError(canUsePasskeys() ? null : "This browser knows no passkeys. Use a current one.");
    return canUsePasskeys() && Object.keys(missing).length === 0;
  };
  const enrol = async () => {
    if (isPending || !isComplete()) return;
    setIsPending(true);
    try {
      const options = await begin.mutateAsync(hasPassword ? { password } : {});
      await finish.mutateAsync({ name: name.trim(), response: await makePasskey(options) });
      setPassword("");
      onDone(name.trim());
    } catch (failure) {
      tell(failure as Error);
    } finally {
      setIsPending(false);
    }
  };
  const tell = (failure: Error) => {
    const refused = isTRPCClientError<AppRouter>(failure) ? fieldErrorsOf(failure) : [];
    const known = Object.fromEntries(refused.map(({ path, message }) => [path, message]));
    setFaults(known);
    if (refused.length === 0) setError(failure instanceof PasskeyFailure ? failure.message : sentenceOf(failure));
  };
  return { name, setName, password, setPassword, faults, error, isPending, enrol: () => void enrol() };
}

export type Enrolling = ReturnType<typeof useEnrol>;
