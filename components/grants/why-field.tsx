import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { GRANT_REASON_MAX_LENGTH } from "@/server/grants/schema";

const MIN_LENGTH = 3;

/** What is wrong with a reason as it is typed; null when it says something. */
export const reasonFault = (reason: string): string | null =>
  reason.trim().length < MIN_LENGTH ? "Say why, in a few words: the reason stays on the record." : null;

type Props = {
  readonly reason: string;
  readonly error: string | null;
  readonly hint?: string;
  readonly onChange: (reason: string) => void;
};

/** Why something is done to a grant. */
export const WhyField = ({ reason, error, hint, onChange }: Props) => (
  <Field label="Why" isRequired hint={hint} error={error}>
    {(control) => (
      <Textarea
        {...control}
        rows={2}
        maxLength={GRANT_REASON_MAX_LENGTH}
        value={reason}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </Field>
);
