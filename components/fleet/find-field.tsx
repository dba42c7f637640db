import type { RefObject } from "react";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";

type FindFieldProps = {
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly onFind: (text: string) => void;
  readonly inputRef: RefObject<HTMLInputElement | null>;
};

/** Finds in a list; the page focuses it by the key `/`, Escape leaves it. */
export const FindField = ({ label, placeholder, text, onFind, inputRef }: FindFieldProps) => (
  <span className="relative w-64 max-md:w-full">
    <Input
      ref={inputRef}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(event) => onFind(event.target.value)}
      onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
    />
    <Kbd className="absolute top-2 right-2.5 max-md:hidden">/</Kbd>
  </span>
);
