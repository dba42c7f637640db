import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";

export default function DeskNotFound() {
  return (
    <EmptyState title="There is nothing at this address" action={<ButtonLink href="/">Go to your start page</ButtonLink>}>
      It may have been mistyped, or what was here is gone.
    </EmptyState>
  );
}
