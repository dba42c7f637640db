import PDFDocument from "pdfkit";
import { columnsOf, drawMark, drawPicture, drawScale, type PdfMark, type PdfPicture, type PdfScale } from "./pdf-picture";
import { FONTS, type FontName, stretches } from "./pdf-text";

/** A piece of a sentence. */
export type PdfRun = { readonly text: string; readonly font?: "body" | "bold" | "mono"; readonly href?: string };

export type PdfBlock =
  | { readonly kind: "heading"; readonly text: string; readonly note?: string; readonly isAlarm?: boolean }
  | { readonly kind: "paragraph"; readonly runs: readonly PdfRun[] }
  | { readonly kind: "quote"; readonly caption: string; readonly text: string }
  | { readonly kind: "answer"; readonly label: string; readonly lines: readonly (readonly PdfRun[])[]; readonly note: string | null }
  | { readonly kind: "figures"; readonly figures: readonly PdfFigure[] }
  /** Side by side, as wide beside each other as said. */
  | { readonly kind: "pictures"; readonly height: number; readonly widths: readonly number[]; readonly pictures: readonly PdfPicture[] }
  | { readonly kind: "page" }
  | PdfTable;
/** One large figure of a row of them, with what it is held against. */
export type PdfFigure = { readonly label: string; readonly value: string; readonly note: string };
type PdfTable = {
  readonly kind: "table";
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The columns of figures, which stand to the right. */
  readonly numeric?: readonly number[];
  /** How wide columns are beside each other; without it all are alike. */
  readonly widths?: readonly number[];
  /** A column that shows where each row stands, row by row, and its scale. */
  readonly marks?: { readonly column: number; readonly scale: PdfScale; readonly rows: readonly PdfMark[] };
  /** The column that stands out; without it the last. */
  readonly bold?: number;
  /** What the rows come to. */
  readonly foot?: readonly string[];
};

export type PdfContent = {
  readonly title: string;
  /** Lines beneath the title: of what it tells, and when it was made. */
  readonly about: readonly string[];
  /** Stands at the foot of every page, beside its number. */
  readonly foot: string;
  readonly madeAt: Date;
  readonly blocks: readonly PdfBlock[];
};

const MARGIN = 56;
const FOOT_SPACE = 28;
const LABEL_WIDTH = 92;
const INK = "#1a1a18";
const QUIET = "#6b6b66";
const LINE = "#d9d8d3";
const ACCENT = "#3446c4";
const DANGER = "#b3261e";

type Look = { readonly size: number; readonly color: string; readonly gap?: number; readonly align?: "left" | "right" };
const BODY: Look = { size: 10, color: INK };
const SMALL: Look = { size: 8.5, color: QUIET };

const TOLD =
  "Numbers in brackets, such as [U+4E2D], stand for characters that the fonts of this document lack. Reeve’s own pages show them as they are.";

class Writer {
  private readonly doc: PDFKit.PDFDocument;
  /** Whether anything was told by its number. */
  private hasTold = false;

  constructor({ title, madeAt }: PdfContent) {
    this.doc = new PDFDocument({
      size: "A4",
      margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT_SPACE },
      bufferPages: true,
      lang: "en",
      displayTitle: true,
      info: { Title: title, Creator: "Reeve", Producer: "Reeve", CreationDate: madeAt },
      font: FONTS.body,
    });
    for (const [name, path] of Object.entries(FONTS)) this.doc.registerFont(name, path);
  }

  private get left(): number {
    return this.doc.page.margins.left;
  }
  private get width(): number {
    return this.doc.page.width - this.doc.page.margins.left - this.doc.page.margins.right;
  }

  /** Sees to it that so much stands together on one page. */
  private keep(height: number): void {
    if (this.doc.y + height > this.doc.page.height - this.doc.page.margins.bottom) this.doc.addPage();
  }

  private runs(runs: readonly PdfRun[], { size, color, gap = 2, align = "left" }: Look, x = this.left, width = this.width): void {
    const pieces = runs.flatMap(({ text, font = "body", href }) => stretches(text, font).map((piece) => ({ ...piece, href })));
    if (pieces.length === 0) return;
    this.hasTold ||= pieces.some(({ isTold }) => isTold);
    this.doc.fontSize(size);
    pieces.forEach(({ text, font, href }, i) => {
      const options = { width, align, lineGap: gap, continued: i < pieces.length - 1, link: href ?? null, underline: href !== undefined };
      this.doc.font(font satisfies FontName).fillColor(href === undefined ? color : ACCENT);
      if (i === 0) this.doc.text(text, x, this.doc.y, options);
      else this.doc.text(text, options);
    });
  }

  private rule(y = this.doc.y): void {
    this.doc
      .moveTo(this.left, y)
      .lineTo(this.left + this.width, y)
      .lineWidth(0.5)
      .strokeColor(LINE)
      .stroke();
  }

  head({ title, about }: PdfContent): void {
    this.runs([{ text: title, font: "bold" }], { size: 18, color: INK });
    this.doc.moveDown(0.3);
    for (const line of about) this.runs([{ text: line }], SMALL);
    this.doc.moveDown(0.8);
  }

  block(block: PdfBlock): void {
    switch (block.kind) {
      case "heading":
        this.doc.moveDown(0.6);
        this.keep(110); // with something of what follows it
        this.runs([{ text: block.text, font: "bold" }], { size: 12, color: block.isAlarm ? DANGER : INK });
        if (block.note !== undefined) this.runs([{ text: block.note }], SMALL);
        this.doc.moveDown(0.2);
        return;
      case "paragraph":
        this.runs(block.runs, BODY);
        this.doc.moveDown(0.4);
        return;
      case "quote":
        this.quote(block.caption, block.text);
        return;
      case "answer":
        this.answer(block);
        return;
      case "figures":
        this.figures(block.figures);
        return;
      case "pictures":
        this.pictures(block);
        return;
      case "page":
        this.doc.addPage();
        return;
      case "table":
        this.table(block);
        return;
    }
  }

  private figures(figures: readonly PdfFigure[]): void {
    this.keep(70);
    const [y, width] = [this.doc.y, this.width / figures.length];
    let bottom = y;
    figures.forEach(({ label, value, note }, i) => {
      this.doc.y = y;
      const x = this.left + i * width;
      this.runs([{ text: label }], SMALL, x, width - 12);
      this.runs([{ text: value, font: "bold" }], { size: 18, color: INK, gap: 0 }, x, width - 12);
      this.runs([{ text: note }], SMALL, x, width - 12);
      bottom = Math.max(bottom, this.doc.y);
    });
    this.doc.x = this.left;
    this.doc.y = bottom + 8;
    this.rule();
    this.doc.y += 6;
  }

  private pictures({ height, widths, pictures }: Extract<PdfBlock, { kind: "pictures" }>): void {
    this.keep(height);
    const y = this.doc.y;
    for (const [i, { x, width }] of columnsOf(widths, this.left, this.width).entries()) {
      const picture = pictures[i];
      if (picture !== undefined) drawPicture(this.doc, picture, { x, y, width, height });
    }
    this.doc.x = this.left;
    this.doc.y = y + height + 6;
  }

  private quote(caption: string, text: string): void {
    const indent = this.left + 12;
    this.keep(40);
    const [page, top] = [this.pageNumber(), this.doc.y];
    this.runs([{ text: caption }], SMALL, indent, this.width - 12);
    this.runs([{ text, font: "mono" }], { size: 8.5, color: INK }, indent, this.width - 12);
    if (this.pageNumber() === page) {
      this.doc
        .moveTo(this.left + 3, top)
        .lineTo(this.left + 3, this.doc.y - 2)
        .lineWidth(1)
        .dash(2, { space: 2 })
        .strokeColor(QUIET)
        .stroke();
      this.doc.undash();
    }
    this.doc.moveDown(0.5);
  }

  private pageNumber(): number {
    return this.doc.bufferedPageRange().count;
  }

  private answer({ label, lines, note }: Extract<PdfBlock, { kind: "answer" }>): void {
    this.keep(30);
    const x = this.left + LABEL_WIDTH;
    const width = this.width - LABEL_WIDTH;
    const y = this.doc.y;
    this.doc
      .font("body")
      .fontSize(BODY.size)
      .fillColor(QUIET)
      .text(label, this.left, y, { width: LABEL_WIDTH - 8 });
    this.doc.y = y;
    for (const line of lines) this.runs(line, BODY, x, width);
    if (note !== null) this.runs([{ text: note }], SMALL, x, width);
    if (this.doc.y <= y) this.doc.y = y + 14;
    this.doc.moveDown(0.3);
    this.doc.x = this.left;
  }

  private table({ head, rows, numeric = [], widths = head.map(() => 1), marks, bold = head.length - 1, foot }: PdfTable): void {
    const columns = columnsOf(widths, this.left, this.width);
    const heightOf = (row: readonly string[]) => Math.max(...row.map((cell, i) => this.heightOf(cell, columns[i]?.width ?? 0))) + 6;
    const draw = (row: readonly string[], look: Look, isBold: (column: number) => boolean, mark?: PdfMark | "scale") => {
      this.keep(Math.min(heightOf(row), 400));
      const y = this.doc.y;
      let bottom = y;
      row.forEach((cell, i) => {
        this.doc.y = y;
        const { x, width } = columns[i] ?? { x: this.left, width: 0 };
        const align = numeric.includes(i) ? "right" : "left";
        this.runs([{ text: cell, font: isBold(i) ? "bold" : "body" }], { ...look, align }, x, width);
        bottom = Math.max(bottom, this.doc.y);
      });
      const column = columns[marks?.column ?? -1];
      if (mark !== undefined && marks !== undefined && column !== undefined) {
        if (mark === "scale") drawScale(this.doc, marks.scale, { ...column, y, height: 0 });
        else drawMark(this.doc, mark, marks.scale, { ...column, y: y - 3, height: bottom - y + 5 });
      }
      this.doc.y = bottom + 2;
      this.rule();
      this.doc.y += 3;
    };
    draw(head, SMALL, () => false, "scale");
    for (const [at, row] of rows.entries()) draw(row, { size: 9, color: INK }, (i) => i === bold, marks?.rows[at]);
    if (foot !== undefined) draw(foot, { size: 9, color: INK }, () => true);
    this.doc.x = this.left;
    this.doc.moveDown(0.4);
  }

  private heightOf(cell: string, width: number): number {
    return this.doc.font("body").fontSize(9).heightOfString(cell, { width });
  }

  /** Numbers the pages, which can be counted only now. */
  private foot(text: string): void {
    const { count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.doc.switchToPage(page);
      const y = this.doc.page.height - MARGIN;
      this.doc.page.margins.bottom = 0; // or the foot would begin a page of its own
      this.rule(y - 6);
      this.doc.font("body").fontSize(8).fillColor(QUIET);
      this.doc.text(text, this.left, y, { width: this.width - 90, lineBreak: false, ellipsis: true });
      this.doc.text(`Page ${page + 1} of ${count}`, this.left + this.width - 90, y, { width: 90, align: "right", lineBreak: false });
    }
  }

  finish(foot: string): Promise<Uint8Array<ArrayBuffer>> {
    if (this.hasTold) {
      this.doc.moveDown(0.8);
      this.runs([{ text: TOLD }], SMALL);
    }
    this.foot(foot);
    return new Promise((resolve, reject) => {
      const chunks: Uint8Array[] = [];
      this.doc.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      this.doc.on("end", () => resolve(Buffer.concat(chunks)));
      this.doc.on("error", reject);
      this.doc.end();
    });
  }
}

/** A document as PDF: A4, its fonts embedded, its text selectable, its pages numbered. */
export function makePdf(content: PdfContent): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new Writer(content);
  writer.head(content);
  for (const block of content.blocks) writer.block(block);
  return writer.finish(content.foot);
}
