import type { ReactNode } from "react";

type IconProps = { readonly className?: string };

const Drawing = ({ className = "size-4", children }: IconProps & { readonly children: ReactNode }) => (
  <svg
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.4"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    className={`shrink-0 ${className}`}
  >
    {children}
  </svg>
);

export const OverviewIcon = (props: IconProps) => (
  <Drawing {...props}>
    <path d="M2.5 7.5 8 3l5.5 4.5M4 6.8V13h8V6.8" />
  </Drawing>
);
export const QueueIcon = (props: IconProps) => (
  <Drawing {...props}>
    <path d="M3 4h10M3 8h10M3 12h6" />
  </Drawing>
);
export const TracesIcon = (props: IconProps) => (
  <Drawing {...props}>
    <path d="M2.5 4h5M5.5 8h5M8.5 12h5" strokeWidth="2" />
  </Drawing>
);
export const SpendIcon = (props: IconProps) => (
  <Drawing {...props}>
    <path d="M3.5 13V9M8 13V3.5M12.5 13V6.5" strokeWidth="2" />
  </Drawing>
);
export const MaturityIcon = (props: IconProps) => (
  <Drawing {...props}>
    <path d="M2.5 13h3v-3h3V7h3V3.5h2.5" />
  </Drawing>
);
export const AgentsIcon = (props: IconProps) => (
  <Drawing {...props}>
    <circle cx="8" cy="5.4" r="2.6" />
    <path d="M3 13.2c.5-2.9 2.4-4.3 5-4.3s4.5 1.4 5 4.3" />
  </Drawing>
);
export const PoliciesIcon = (props: IconProps) => (
  <Drawing {...props}>
    <path d="M8 2.2v11.6M3.2 4.2h9.6M3.2 4.2 1.6 8.6h3.2zM12.8 4.2l-1.6 4.4h3.2zM5.5 13.8h5" />
  </Drawing>
);
export const AuditIcon = (props: IconProps) => (
  <Drawing {...props}>
    <circle cx="8" cy="8" r="5.8" />
    <path d="m5.5 8.2 1.7 1.7 3.4-3.7" />
  </Drawing>
);
export const SettingsIcon = (props: IconProps) => (
  <Drawing {...props}>
    <path d="M2.5 4.6h6M11.5 4.6h2M2.5 11.4h2M7.5 11.4h6" />
    <circle cx="10" cy="4.6" r="1.5" />
    <circle cx="6" cy="11.4" r="1.5" />
  </Drawing>
);
export const MoreIcon = (props: IconProps) => (
  <Drawing {...props}>
    <path d="M3.2 8h.01M8 8h.01M12.8 8h.01" strokeWidth="2.2" />
  </Drawing>
);
export const SidebarIcon = (props: IconProps) => (
  <Drawing {...props}>
    <rect x="2.2" y="3" width="11.6" height="10" rx="1.6" />
    <path d="M6.2 3v10" />
  </Drawing>
);
export const SearchIcon = (props: IconProps) => (
  <Drawing {...props}>
    <circle cx="7.2" cy="7.2" r="4.2" />
    <path d="m10.4 10.4 3 3" />
  </Drawing>
);
