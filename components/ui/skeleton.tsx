import clsx from "clsx";

/** Holds the place of something that loads, at its size. */
export const Skeleton = ({ className }: { readonly className?: string }) => (
  <span aria-hidden className={clsx("block animate-pulse rounded-sm bg-sunken motion-reduce:animate-none", className)} />
);

export type SkeletonRowsProps = { readonly rows: number; readonly rowClassName?: string; readonly label?: string };

/** A list that loads; `label` is what assistive technology hears. */
export function SkeletonRows({ rows, rowClassName = "h-9", label = "Loading" }: SkeletonRowsProps) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no identity
        <div key={row} className={clsx("flex items-center gap-6 border-b border-line px-4 md:px-6", rowClassName)}>
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-3 flex-1" />
          <Skeleton className="h-3 w-24 max-md:hidden" />
        </div>
      ))}
    </div>
  );
}
