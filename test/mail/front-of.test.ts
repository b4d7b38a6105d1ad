import { describe, expect, test } from 'vitest'
import { frontOf } from '../../api/notify/mail/front-of.ts'

const front = (text: string): string => frontOf(Buffer.from(text)).toString()
const base64 = (bytes: number): string => Buffer.alloc(bytes, 'photo').toString('base64').replace(/.{76}/g, '$&\r\n')

describe('the front of a mail', () => {
  test.each([
    ['', ''],
    ['one line', 'a'],
    ['lines', 'To: a\r\n\r\nHello\nthere\n'],
    ['a small file', `--b\r\n${base64(10_000)}\r\n--b--\r\n`],
    ['long words', `${'Donaudampfschifffahrt'.repeat(20)}\r\n`.repeat(900)],
    ['sentences', `${'Some words of a sentence, as long as a line is. '.repeat(2).slice(0, 76)}\r\n`.repeat(2_000)],
  ])('of %s is all of it', (_, text) => {
    expect(front(text)).toBe(text)
  })

  test('leaves out the inside of a file, and goes on behind it', () => {
    const [before, file, after] = [
      'Hello\r\n--b\r\n',
      `${base64(3_000_000)}\r\n`,
      '--b\r\n\r\nBelow the picture\r\n--b--\r\n',
    ]
    const left = front(before + file + after + file + after)
    expect(left.length).toBeLessThan(100_000)
    expect(left.startsWith(before + file.slice(0, 20_000))).toBe(true)
    expect(left.split(after)).toHaveLength(3)
  })

  test('is no more than half a megabyte, and no more than ten thousand lines', () => {
    expect(front('a'.repeat(5_000_000))).toHaveLength(512 * 1024)
    expect(front(`${'a b '.repeat(30)}\r\n`.repeat(50_000))).toHaveLength(512 * 1024)
    expect(front('a\n'.repeat(500_000))).toHaveLength(20_000)
  })
})
