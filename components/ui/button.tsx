import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Kbd } from "./kbd";

export type ButtonVariant = "primary" | "default" | "quiet" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

export type Look = {
  /** One primary a view: the thing to do. `danger` is for what cannot be taken back. */
  readonly variant?: ButtonVariant;
  /** 28, 32 or (for thumbs) 44 pixels. */
  readonly size?: ButtonSize;
  /** The key that does the same, shown as a small cap. Register it with `useKeys`. */
  readonly shortcut?: string;
};

const VARIANTS = {
  primary: "border-ink bg-ink text-on-ink hover:bg-ink/88",
  default: "border-line-strong bg-surface text-ink hover:bg-sunken",
  quiet: "border-transparent bg-transparent text-ink-2 hover:bg-sunken hover:text-ink",
  danger: "border-danger bg-danger text-on-ink hover:bg-danger/88",
} as const satisfies Record<ButtonVariant, string>;

const SIZES = { sm: "h-7 px-2 text-sm", md: "h-8 px-3 text-sm", lg: "h-11 px-4 text-base" } as const satisfies Record<ButtonSize, string>;

export const buttonLook = ({ variant = "default", size = "md" }: Look, className?: string) =>
  clsx(
    "inline-flex shrink-0 items-center justify-center gap-2 rounded-sm border font-medium whitespace-nowrap transition-colors select-none",
    "disabled:pointer-events-none disabled:opacity-45 aria-disabled:opacity-45 [&_svg]:size-4 [&_svg]:shrink-0",
    VARIANTS[variant],
    SIZES[size],
    className,
  );

export const Shortcut = ({ keys, variant }: { readonly keys: string; readonly variant?: ButtonVariant }) => (
  <Kbd tone={variant === "primary" || variant === "danger" ? "inverse" : "strong"} className="-mr-0.5 max-md:hidden">
    {keys}
  </Kbd>
);

export type ButtonProps = ComponentProps<"button"> & Look & { readonly isPending?: boolean; readonly children: ReactNode };

/** A button. While `isPending` it cannot be pressed again and says so to assistive technology. */
export function Button({
  variant,
  size,
  shortcut,
  isPending = false,
  className,
  children,
  type = "button",
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={buttonLook({ variant, size }, className)}
      disabled={disabled || isPending}
      aria-busy={isPending || undefined}
      aria-keyshortcuts={shortcut}
      {...rest}
    >
      {children}
      {shortcut && <Shortcut keys={shortcut} variant={variant} />}
    </button>
  );
}

/** A square button that shows only an icon; `label` is its name. */
export function IconButton({
  label,
  size = "sm",
  className,
  ...rest
}: Omit<ButtonProps, "shortcut" | "aria-label"> & { readonly label: string }) {
  return (
    <Button
      variant="quiet"
      size={size}
      aria-label={label}
      title={label}
      className={clsx("px-0!", size === "sm" ? "w-7" : size === "md" ? "w-8" : "w-11", className)}
      {...rest}
    />
  );
}
