import clsx from "clsx";
import type { ComponentProps } from "react";

type Align = { readonly isNumeric?: boolean };

export type TableProps = ComponentProps<"table"> & {
  readonly caption: string;
  /** Within text instead of across the page: its outer cells keep no page margin. */
  readonly isInset?: boolean;
};

/** A dense table: rows of 36 pixels parted by hairlines. `caption` names it for assistive technology. */
export function Table({ caption, isInset = false, className, children, ...rest }: TableProps) {
  return (
    <table
      className={clsx("w-full border-collapse text-sm", isInset ? "[--edge:0px]" : "[--edge:1rem] md:[--edge:1.5rem]", className)}
      {...rest}
    >
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  );
}

export type ThProps = ComponentProps<"th"> &
  Align & {
    /** Named for assistive technology only: for a column of buttons, which say themselves what they do. */
    readonly isLabelHidden?: boolean;
  };

export function Th({ isNumeric = false, isLabelHidden = false, className, scope = "col", children, ...rest }: ThProps) {
  return (
    <th
      scope={scope}
      className={clsx(
        "h-8 border-b border-line px-2 text-xs font-normal whitespace-nowrap text-ink-3 first:pl-(--edge) last:pr-(--edge)",
        isNumeric ? "text-right" : "text-left",
        className,
      )}
      {...rest}
    >
      {isLabelHidden ? <span className="sr-only">{children}</span> : children}
    </th>
  );
}

export function Tr({ isSelected = false, className, ...rest }: ComponentProps<"tr"> & { readonly isSelected?: boolean }) {
  return (
    <tr
      data-selected={isSelected || undefined}
      className={clsx(isSelected ? "bg-accent-weak shadow-[inset_2px_0_0_var(--accent)]" : "transition-colors hover:bg-sunken", className)}
      {...rest}
    />
  );
}

export function Td({ isNumeric = false, className, ...rest }: ComponentProps<"td"> & Align) {
  return (
    <td
      className={clsx(
        "h-9 border-b border-line px-2 py-1 first:pl-(--edge) last:pr-(--edge)",
        isNumeric && "text-right whitespace-nowrap",
        className,
      )}
      {...rest}
    />
  );
}
