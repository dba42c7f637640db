/** How many procedures one request may call: the pages stay under it, and whoever asks for more is refused. */
export const MAX_BATCH = 50;
