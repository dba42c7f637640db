const [BASE, T_MIN, T_MAX, SKEW, DAMP] = [36, 1, 26, 38, 700];

function adapt(delta: number, points: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

const digitOf = (code: number): number => (code >= 48 && code <= 57 ? code - 22 : code >= 97 && code <= 122 ? code - 97 : BASE);

/** The next number of the encoded deltas and where the one after it begins; null when it is none. */
function readDelta(encoded: string, from: number, bias: number): { readonly delta: number; readonly next: number } | null {
  let [delta, weight, at] = [0, 1, from];
  for (let k = BASE; ; k += BASE) {
    const digit = digitOf(encoded.charCodeAt(at++));
    if (digit >= BASE) return null;
    delta += digit * weight;
    const threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias));
    if (digit < threshold) return { delta, next: at };
    weight *= BASE - threshold;
    if (weight > Number.MAX_SAFE_INTEGER / BASE) return null;
  }
}

const isCharacter = (code: number) => code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff);

/** What a label of a host name stands for that begins with `xn--` (RFC 3492); null when it stands for nothing. */
export function decodeLabel(label: string): string | null {
  if (!/^xn--[a-z0-9-]{1,59}$/.test(label)) return null;
  const encoded = label.slice(4);
  const end = encoded.lastIndexOf("-");
  const output = [...encoded.slice(0, Math.max(0, end))].map((sign) => sign.codePointAt(0) ?? 0);
  let [code, index, bias, at] = [128, 0, 72, end + 1];
  while (at < encoded.length) {
    const read = readDelta(encoded, at, bias);
    if (read === null) return null;
    const length = output.length + 1;
    bias = adapt(read.delta, length, at === end + 1);
    index += read.delta;
    code += Math.floor(index / length);
    if (!isCharacter(code)) return null;
    index %= length;
    output.splice(index++, 0, code);
    at = read.next;
  }
  return String.fromCodePoint(...output);
}
