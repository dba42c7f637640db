import clsx from "clsx";
import { shortId } from "./short-id";

export type MonoProps = { readonly children: string; readonly isShort?: boolean; readonly className?: string };

/** An id, a tool, a digest. `isShort` keeps the ends and shows the whole on hover. */
export function Mono({ children, isShort = false, className }: MonoProps) {
  const shown = isShort ? shortId(children) : children;
  return (
    <code className={clsx("font-mono text-[0.923em] wrap-anywhere", className)} title={shown === children ? undefined : children}>
      {shown}
    </code>
  );
}
