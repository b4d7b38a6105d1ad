import { describe, expect, test } from 'vitest'
import { isPublicAddress, publicLookup, whyNotReachable } from '../../api/adapters/public-address.ts'

describe('an address of the internet', () => {
  test.each([
    '93.184.216.34',
    '8.8.8.8',
    '100.128.0.1',
    '172.32.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '::ffff:808:808',
    '64:ff9b::808:808',
    '2001:4860:4860::8888',
  ])('is one: %s', (address) => expect(isPublicAddress(address)).toBe(true))

  test.each([
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
    ...['0.0.0.0', '255.255.255.255', '224.0.0.1', '198.18.0.1', '192.0.2.1'],
    ...['::1', '::', 'fe80::1', 'fd00::1', 'ff02::1', '2001:db8::1', '::ffff:127.0.0.1', '::ffff:7f00:1'],
    ...['64:ff9b::7f00:1', '64:ff9b::10.0.0.1', 'localhost', ''],
    // An inner IPv4 address in a translated, a tunnelled and an old notation, and mapped without abbreviation.
    ...['::ffff:0:7f00:1', '::ffff:0:127.0.0.1', '2002:7f00:1::', '2001:0:a00:1::1', '::127.0.0.1', '64:ff9b:1::a00:1'],
    ...['0:0:0:0:0:ffff:7f00:1', '0:0:0:0:0:ffff:127.0.0.1', '64:ff9b:0:0:0:0:7f00:1'],
    // Kept for examples, trials, the discarding of packets, segment routing and other uses of one network.
    ...[
      '2001:2::1',
      '2001:10::1',
      '3fff::1',
      '5f00::1',
      '100::1',
      '100:0:0:1::1',
      'fec0::1',
      '4000::1',
      'fe80::1%eth0',
    ],
  ])('is none: %s', (address) => expect(isPublicAddress(address)).toBe(false))

  test.each([
    ['http://shop.example/hook', 'is not https'],
    ['https://127.0.0.1/hook', 'is not on the internet'],
    ['https://[::1]/hook', 'is not on the internet'],
    ['https://0x7f.1/hook', 'is not on the internet'],
    ['https://2130706433/hook', 'is not on the internet'],
    ['https://user:secret@shop.example/', 'holds a password'],
    ['shop.example', 'is no address'],
    ['https://shop.example/hook', undefined],
    ['https://8.8.8.8/hook', undefined],
  ])('%s %s', (url, why) => expect(whyNotReachable(url)).toBe(why))
})

describe('a name', () => {
  const looksUp = (addresses: string[], all = false) =>
    new Promise((resolve) => {
      const lookup = publicLookup((_, __, heard) =>
        heard(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        ),
      )
      lookup('shop.example', { all }, (error, address) => resolve(error ? error.code : address))
    })

  test('leads to its public addresses alone', async () => {
    expect(await looksUp(['10.0.0.1', '8.8.8.8'])).toBe('8.8.8.8')
    expect(await looksUp(['::1', '8.8.8.8', '8.8.4.4'], true)).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '8.8.4.4', family: 4 },
    ])
    expect(await looksUp(['169.254.169.254', '::ffff:10.0.0.1'])).toBe('ENOTPUBLIC')
  })

  test('that cannot be looked up leads nowhere', async () => {
    const failing = publicLookup((_, __, heard) => heard(Object.assign(new Error('none'), { code: 'ENOTFOUND' }), []))
    const code = await new Promise((resolve) => failing('x', {}, (error) => resolve(error?.code)))
    expect(code).toBe('ENOTFOUND')
  })
})
