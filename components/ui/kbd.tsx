import clsx from "clsx";

const TONES = {
  faint: "border-line text-ink-3",
  strong: "border-line-strong text-ink-2",
  inverse: "border-on-ink/30 text-on-ink/85",
} as const;

export type KbdProps = { readonly children: string; readonly tone?: keyof typeof TONES; readonly className?: string };

/** A key, as a small mono cap. */
export function Kbd({ children, tone = "faint", className }: KbdProps) {
  return (
    <kbd
      className={clsx(
        "inline-block h-4 min-w-4 rounded-[4px] border px-1 text-center font-mono text-2xs leading-[14px] font-medium",
        TONES[tone],
        className,
      )}
    >
      {children}
    </kbd>
  );
}
