const figures = new Intl.NumberFormat("en-GB");

/** A count in full: "1,234". */
export const formatCount = (count: number): string => figures.format(count);

/** A count beside the name of a place, where there is no room: from ten thousand on whole thousands, "12k+". The exact one stands in words elsewhere. */
export const shortCount = (count: number): string => (count < 10_000 ? formatCount(count) : `${formatCount(Math.floor(count / 1_000))}k+`);
