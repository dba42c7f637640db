const TITLE = "Reeve cannot reach its database";

const STYLE = `
:root { color-scheme: light dark; --paper: oklch(99.2% 0.002 95); --ink: oklch(22% 0.01 265); --ink-2: oklch(43% 0.012 265); --line: oklch(83% 0.006 95); }
@media (prefers-color-scheme: dark) { :root { --paper: oklch(17% 0.006 265); --ink: oklch(95% 0.003 265); --ink-2: oklch(78% 0.008 265); --line: oklch(39% 0.01 265); } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 14px/20px Geist, ui-sans-serif, system-ui, sans-serif; }
main { box-sizing: border-box; display: flex; flex-direction: column; justify-content: center; min-height: 100dvh; max-width: 62ch; margin: auto; padding: 64px 24px; }
.name { margin: 0 0 24px; font-size: 17px; font-weight: 600; }
h1 { margin: 0; font-size: 20px; line-height: 26px; font-weight: 600; letter-spacing: -0.01em; }
p { margin: 6px 0 0; color: var(--ink-2); text-wrap: pretty; }
.name { color: var(--ink); }
button { align-self: start; margin-top: 20px; padding: 0 12px; height: 32px; border: 1px solid var(--line); border-radius: 6px; background: none; color: inherit; font: inherit; font-weight: 500; cursor: pointer; }
`;

// The page asks every other second and gives way to what was asked for as soon as the database answers.
const SCRIPT = `
const ask = () => fetch("/api/health/ready", { cache: "no-store" }).then(({ ok }) => ok && location.reload(), () => undefined);
const again = () => setTimeout(() => ask().then(again), 2000);
document.querySelector("button").addEventListener("click", () => location.reload());
again();
`;

/**
 * The whole page while the database is away, in the place of any other: it needs nothing but itself. Only the script with
 * this nonce runs.
 */
export const unavailablePage = (nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${TITLE} · Reeve</title>
<link rel="icon" href="/icon.svg">
<noscript><meta http-equiv="refresh" content="5"></noscript>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="name">Reeve</p>
<h1>${TITLE}</h1>
<p>Nothing decided is lost, and nobody is signed out by this. What agents asked for waits safely: without an answer they are allowed nothing.</p>
<p role="status">This page goes on by itself once the database is back.</p>
<button type="button">Try again</button>
</main>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>
`;
