import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { networkOf } from '../../api/network.ts'

const app = new Hono().get('/', (c) => c.text(networkOf(c)))
const network = async (peer: string | undefined, forwarded?: string): Promise<string> => {
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return (await app.request('/', { headers }, { incoming: { socket: { remoteAddress: peer } } })).text()
}

test.each([
  ['a customer who asks us directly', '203.0.113.7', undefined, '203.0.113.7'],
  ['one who invents a header', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['one behind our proxy', '10.0.0.2', '203.0.113.7', '203.0.113.7'],
  ['one behind our proxy who invents a header before it', '127.0.0.1', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
  ['our proxy that tells nobody', '127.0.0.1', undefined, '127.0.0.1'],
  ['our proxy that tells nonsense', '192.168.1.1', 'unknown', '192.168.1.1'],
  ['an old address in a new form', '::ffff:203.0.113.7', undefined, '203.0.113.7'],
  ['a phone with an address of its own', '2001:db8:1:2:aaaa::5', undefined, '2001:db8:1:2'],
  ['the same phone a minute later', '2001:DB8:1:2:bbbb::6', undefined, '2001:db8:1:2'],
  ['a short address', '2001:db8::5', undefined, '2001:db8:0:0'],
])('%s', async (_, peer, forwarded, expected) => {
  expect(await network(peer, forwarded)).toBe(expected)
})
