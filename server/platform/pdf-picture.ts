import type { FontName } from "./pdf-text";

/** Scores of several subjects on one scale, each with what is aimed at; the centre is the least. */
export type PdfRadar = {
  readonly kind: "radar";
  readonly title: string;
  readonly note: string;
  readonly from: number;
  readonly to: number;
  readonly axes: readonly { readonly name: string; readonly words: string; readonly value: number; readonly target: number | null }[];
};
/** How one figure went; `at` counts days, or whatever the line runs along. */
export type PdfLine = {
  readonly kind: "line";
  readonly title: string;
  readonly note: string;
  readonly from: number;
  readonly to: number;
  /** What stands at the left of each whole figure of the scale. */
  readonly words: (figure: number) => string;
  readonly points: readonly { readonly at: number; readonly value: number }[];
  readonly ends: readonly [string, string];
};
export type PdfPicture = PdfRadar | PdfLine;

/** Where something was, where it is, and where it is meant to be, on the scale of its column. */
export type PdfMark = { readonly before: number | null; readonly now: number; readonly target: number | null };
export type PdfScale = { readonly from: number; readonly to: number };

type Doc = PDFKit.PDFDocument;
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Point = readonly [number, number];

const INK = "#1a1a18";
const QUIET = "#6b6b66";
const LINE = "#d9d8d3";
const SCORE = "#3a6fd0";

const share = (value: number, { from, to }: PdfScale): number => Math.min(1, Math.max(0, (value - from) / (to - from)));

function say(doc: Doc, text: string, x: number, y: number, look: { size: number; color: string; font?: FontName }): void {
  doc
    .font(look.font ?? ("body" satisfies FontName))
    .fontSize(look.size)
    .fillColor(look.color)
    .text(text, x, y, { lineBreak: false });
}

function outline(doc: Doc, points: readonly Point[]): void {
  points.forEach(([x, y], i) => {
    if (i === 0) doc.moveTo(x, y);
    else doc.lineTo(x, y);
  });
}

function drawRadar(doc: Doc, { axes, ...scale }: PdfRadar, { x, y, width, height }: Box): void {
  const [cx, cy] = [x + width / 2, y + height / 2];
  const radius = Math.min(width / 2 - 68, height / 2 - 24);
  const corner = (i: number, part: number): Point => {
    const turn = (i / axes.length) * 2 * Math.PI - Math.PI / 2;
    return [cx + Math.cos(turn) * radius * part, cy + Math.sin(turn) * radius * part];
  };
  for (let ring = scale.from + 1; ring <= scale.to; ring += 1) {
    outline(
      doc,
      axes.map((_, i) => corner(i, share(ring, scale))),
    );
    doc.closePath().lineWidth(0.5).strokeColor(LINE).stroke();
  }
  if (axes.some(({ target }) => target !== null)) {
    outline(
      doc,
      axes.map(({ target }, i) => corner(i, share(target ?? scale.from, scale))),
    );
    doc.closePath().lineWidth(0.9).dash(3, { space: 2 }).strokeColor(QUIET).stroke().undash();
  }
  outline(
    doc,
    axes.map(({ value }, i) => corner(i, share(value, scale))),
  );
  doc.closePath().lineWidth(1.4).fillOpacity(0.14).fillAndStroke(SCORE, SCORE).fillOpacity(1);
  axes.forEach(({ name, words }, i) => {
    const [px, py] = corner(i, 1);
    const isMiddle = Math.abs(px - cx) < 4;
    const across = Math.max(doc.font("body").fontSize(8).widthOfString(name), doc.font("bold").widthOfString(words));
    const left = isMiddle ? px - across / 2 : px > cx ? px + 5 : px - 5 - across;
    const top = py < cy - radius / 2 ? py - 22 : py > cy + radius / 2 ? py + 4 : py - 9;
    say(doc, name, left, top, { size: 8, color: QUIET });
    say(doc, words, left, top + 10, { size: 8, color: INK, font: "bold" });
  });
}

function drawLine(doc: Doc, { points, words, ends, ...scale }: PdfLine, { x, y, width, height }: Box): void {
  const [left, right, top, bottom] = [x + 58, x + width - 8, y + 8, y + height - 20];
  const placeY = (value: number) => bottom - share(value, scale) * (bottom - top);
  for (let figure = scale.from; figure <= scale.to; figure += 1) {
    const at = placeY(figure);
    doc.moveTo(left, at).lineTo(right, at).lineWidth(0.5).strokeColor(LINE).stroke();
    say(doc, words(figure), x, at - 5, { size: 8, color: QUIET });
  }
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return;
  const span = { from: first.at, to: Math.max(last.at, first.at + 1) };
  const places = points.map(({ at, value }): Point => [left + share(at, span) * (right - left), placeY(value)]);
  outline(doc, places);
  doc.lineWidth(1.4).strokeColor(INK).stroke();
  const [px, py] = places.at(-1) ?? [left, bottom];
  doc.circle(px, py, 2.6).fill(INK);
  say(doc, ends[0], left, bottom + 6, { size: 8, color: QUIET });
  say(doc, ends[1], right - doc.font("body").fontSize(8).widthOfString(ends[1]), bottom + 6, { size: 8, color: QUIET });
}

/** Where columns of such widths beside each other stand, with a gap after each but the last. */
export function columnsOf(widths: readonly number[], left: number, width: number): { readonly x: number; readonly width: number }[] {
  const unit = width / widths.reduce((sum, one) => sum + one, 0);
  let x = left;
  return widths.map((one, i) => {
    const column = { x, width: one * unit - (i === widths.length - 1 ? 0 : 8) };
    x += one * unit;
    return column;
  });
}

/** One picture in its place. What it shows stands in words and figures beside it too. */
export function drawPicture(doc: Doc, picture: PdfPicture, box: Box): void {
  say(doc, picture.title, box.x, box.y, { size: 9, color: INK, font: "bold" });
  const inner = { ...box, y: box.y + 16, height: box.height - 34 };
  if (picture.kind === "radar") drawRadar(doc, picture, inner);
  else drawLine(doc, picture, inner);
  say(doc, picture.note, box.x, box.y + box.height - 12, { size: 8, color: QUIET });
}

const placeOn =
  (scale: PdfScale, { x, width }: Pick<Box, "x" | "width">) =>
  (value: number) =>
    x + 4 + share(value, scale) * (width - 16);

/** The figures of a scale above the rows that stand on it. */
export function drawScale(doc: Doc, scale: PdfScale, box: Box): void {
  const place = placeOn(scale, box);
  for (let figure = scale.from; figure <= scale.to; figure += 1)
    say(doc, String(figure), place(figure) - 2.5, box.y, { size: 8.5, color: QUIET });
}

/** A row's place on a scale: hollow where it was, full where it is, a bar where it is meant to be. */
export function drawMark(doc: Doc, { before, now, target }: PdfMark, scale: PdfScale, { x, y, width, height }: Box): void {
  const place = placeOn(scale, { x, width });
  const middle = y + height / 2;
  for (let figure = scale.from; figure <= scale.to; figure += 1) {
    doc.moveTo(place(figure), y).lineTo(place(figure), y + height);
  }
  doc.lineWidth(0.5).strokeColor(LINE).stroke();
  if (target !== null) doc.rect(place(target) - 1, middle - 6, 2, 12).fill(SCORE);
  if (before !== null) {
    doc.moveTo(place(before), middle).lineTo(place(now), middle).lineWidth(1).strokeColor(QUIET).stroke();
    doc.circle(place(before), middle, 2.6).lineWidth(0.9).fillAndStroke("#ffffff", QUIET);
  }
  doc.circle(place(now), middle, 3).fill(INK);
}
