/** `fn:format-integer` for pictures of digits, as XPath Functions and Operators 3.1 (4.6.1) says: zeros, grouping, any script. */

/** Whether a picture is one of digits, which is answered here; words, letters and Roman numerals are the engine's. */
export function isDigitPicture(picture: string): boolean {
  return /\p{Nd}|#/u.test(split(picture).pattern);
}

/** The picture without its modifier (`;o`). */
function split(picture: string): { readonly pattern: string; readonly modifier: string } {
  const at = picture.lastIndexOf(";");
  return at < 0
    ? { pattern: picture, modifier: "" }
    : { pattern: picture.slice(0, at), modifier: picture.slice(at + 1) };
}

/** @throws Error `FODF1310` for a picture that means nothing */
export function formatInteger(value: number, picture: string): string {
  const { pattern } = split(picture);
  const characters = [...pattern];
  const digits = characters.filter((character) => /\p{Nd}/u.test(character));
  const wrong = (why: string): never => {
    throw new Error(`FODF1310: the picture "${picture}" ${why}`);
  };
  const [first] = digits;
  if (first === undefined) return wrong("has no digit");
  const zero = zeroOf(first);
  if (digits.some((digit) => zeroOf(digit) !== zero)) wrong("mixes the digits of two scripts");
  let seenDigit = false;
  for (const character of characters) {
    if (/\p{Nd}/u.test(character)) seenDigit = true;
    else if (character === "#" && seenDigit) wrong(`has a "#" after a digit`);
    else if (/[\p{L}\p{N}]/u.test(character) && character !== "#")
      wrong(`has a "${character}" among the digits`);
  }
  const isPlace = (character: string): boolean => character === "#" || /\p{Nd}/u.test(character);
  if (!isPlace(characters[0] ?? "") || !isPlace(characters.at(-1) ?? ""))
    wrong("begins or ends with a separator");
  const separators: { readonly at: number; readonly text: string }[] = [];
  let places = 0;
  for (const character of characters.toReversed()) {
    if (isPlace(character)) places += 1;
    else if (separators.at(-1)?.at === places) wrong("has two separators side by side");
    else separators.push({ at: places, text: character });
  }
  const written = String(Math.abs(value)).padStart(digits.length, "0");
  const grouped = withSeparators(written, separators, places);
  const sign = value < 0 ? "-" : "";
  return sign + grouped.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}

/** The code point of the zero of a digit's script: digits of a script follow each other. */
function zeroOf(digit: string): number {
  let code = digit.codePointAt(0) ?? 0;
  for (let back = 0; back < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1)); back += 1) code -= 1;
  // scripts that stand side by side
  const own = digit.codePointAt(0) ?? 0;
  return /[0-9]/.test(digit) ? 0x30 : own - ((own - code) % 10);
}

/** Separators at their places; when they are regular, they go on to the left. */
function withSeparators(
  digits: string,
  separators: readonly { readonly at: number; readonly text: string }[],
  places: number,
): string {
  const [first] = separators;
  if (!first) return digits;
  const isRegular =
    separators.every(({ at, text }, index) => at === first.at * (index + 1) && text === first.text) &&
    places <= first.at * (separators.length + 1);
  let result = "";
  for (const [index, digit] of [...digits].toReversed().entries()) {
    const separator =
      index > 0 &&
      (isRegular ? index % first.at === 0 && first.text : separators.find(({ at }) => at === index)?.text);
    result = digit + (separator || "") + result;
  }
  return result;
}
