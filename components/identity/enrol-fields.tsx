"use client";

import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { PASSKEY_NAME_MAX_LENGTH } from "@/server/identity/passkey-schema";
import type { Enrolling } from "./use-enrol";

/** What a person says to enrol a passkey. Who has no password proves by a fresh sign-in that it is them. */
export function EnrolFields({ enrolling, hasPassword }: { readonly enrolling: Enrolling; readonly hasPassword: boolean }) {
  const { name, setName, password, setPassword, faults, error } = enrolling;
  return (
    <>
      {hasPassword && (
        <Field label="Your password" isRequired hint="An open screen alone must not enrol anybody." error={faults.password ?? null}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={({ target }) => setPassword(target.value)}
            />
          )}
        </Field>
      )}
      <Field
        label="Name of the passkey"
        isRequired
        hint="So that you tell it from others. It shows with what you sign."
        error={faults.name ?? null}
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            maxLength={PASSKEY_NAME_MAX_LENGTH}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      <FormError>{error}</FormError>
    </>
  );
}
