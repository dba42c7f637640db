import type { UseFormRegisterReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** What a form says whose `repeated` is not the new password. */
export const PASSWORDS_DIFFER = { path: ["repeated"], message: "The two passwords differ." };

type Typed = { readonly field: UseFormRegisterReturn; readonly error: string | undefined };

/** A new password, and the same again: nobody sees what they type. */
export const NewPassword = ({
  label,
  password,
  repeated,
}: {
  readonly label: string;
  readonly password: Typed;
  readonly repeated: Typed;
}) => (
  <>
    <Field label={label} isRequired hint="10 characters or more." error={password.error}>
      {(control) => <Input {...control} type="password" autoComplete="new-password" {...password.field} />}
    </Field>
    <Field label="The same again" isRequired error={repeated.error}>
      {(control) => <Input {...control} type="password" autoComplete="new-password" {...repeated.field} />}
    </Field>
  </>
);
