/** So much of a mail is parsed: more than anybody writes, and little enough that no mail keeps the process busy. */
const MOST_BYTES = 512 * 1024
const MOST_LINES = 10_000
/** Of a file in base64 only the first lines are left; a text in base64 says within these what its writer wrote. */
const MOST_OF_A_FILE = 400
const SHORTEST_OF_A_FILE = 60

const [NEWLINE, RETURN, SPACE, DASH] = [10, 13, 32, 45]

/** A mail without the inside of its files, up to a bound: one pass over its bytes, however it is made. */
export function frontOf(raw: Uint8Array): Buffer {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const kept: Uint8Array[] = []
  let [size, lines, ofFile, from] = [0, 0, 0, 0]
  for (let at = 0; at < bytes.length; ) {
    const end = endOfLine(bytes, at)
    ofFile = isOfFile(bytes, at, end) ? ofFile + 1 : 0
    if (ofFile > MOST_OF_A_FILE) {
      if (from < at) kept.push(bytes.subarray(from, at))
      from = end
    } else {
      size += end - at
      lines += 1
    }
    at = end
    if (size > MOST_BYTES || lines >= MOST_LINES) {
      const tooMuch = Math.max(0, size - MOST_BYTES)
      kept.push(bytes.subarray(from, Math.max(from, end - tooMuch)))
      return Buffer.concat(kept)
    }
  }
  kept.push(bytes.subarray(from))
  return Buffer.concat(kept)
}

/** Past the end of the line. */
function endOfLine(bytes: Buffer, at: number): number {
  const newline = bytes.indexOf(NEWLINE, at)
  return newline < 0 ? bytes.length : newline + 1
}

/** As base64 stands in mails: a whole line without a space. */
function isOfFile(bytes: Buffer, at: number, end: number): boolean {
  const line = bytes[end - 2] === RETURN ? end - 2 - at : end - 1 - at
  if (line < SHORTEST_OF_A_FILE || line > 80 || bytes[at] === DASH) return false
  for (let i = at; i < at + line; i += 1) if (bytes[i] === SPACE) return false
  return true
}
