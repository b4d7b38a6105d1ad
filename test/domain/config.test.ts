import { describe, expect, test } from 'vitest'
import { ConfigFaults, readConfig } from '../../api/config.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')
const LEAST = {
  DOORSTEP_PUBLIC_URL: 'https://track.example/',
  DOORSTEP_DATABASE_URL: 'file:var/doorstep.db',
  DOORSTEP_SECRET_KEY: KEY,
  DOORSTEP_MAP_STYLE_URL: '/map/style.json',
}
const SID = `AC${'0'.repeat(32)}`

const faultsOf = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults
    throw error
  }
  return []
}

describe('what an operator sets', () => {
  test('the least that is needed', () => {
    expect(readConfig(LEAST)).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      publicUrl: 'https://track.example',
      database: { url: 'file:var/doorstep.db' },
      secretKey: new Uint8Array(32).fill(7),
      mapStyleUrl: '/map/style.json',
      consoleMessages: false,
    })
    const { router, webPush, smtp, twilio } = readConfig(LEAST)
    expect({ router, webPush, smtp, twilio }).toEqual({})
  })

  test('everything there is', () => {
    const config = readConfig({
      ...LEAST,
      DOORSTEP_PORT: '0',
      DOORSTEP_HOST: '127.0.0.1',
      DOORSTEP_DATABASE_TOKEN: 'token',
      DOORSTEP_OSRM_URL: 'http://osrm:5000',
      DOORSTEP_VAPID_PUBLIC_KEY: 'public',
      DOORSTEP_VAPID_PRIVATE_KEY: 'private',
      DOORSTEP_VAPID_SUBJECT: 'mailto:ops@example.com',
      DOORSTEP_SMTP_URL: 'smtps://user:pass@mail.example:465',
      DOORSTEP_MAIL_FROM: 'orders@example.com',
      DOORSTEP_REPLIES_DOMAIN: 'replies.example.com',
      DOORSTEP_REPLIES_SECRET: 'a-secret-of-the-mail-system',
      DOORSTEP_TWILIO_ACCOUNT_SID: SID,
      DOORSTEP_TWILIO_AUTH_TOKEN: 'secret',
      DOORSTEP_TWILIO_FROM: '+17075550100',
      DOORSTEP_CONSOLE_MESSAGES: 'yes',
    })
    expect(config).toMatchObject({
      port: 0,
      host: '127.0.0.1',
      database: { url: 'file:var/doorstep.db', token: 'token' },
      router: { engine: 'osrm', url: 'http://osrm:5000' },
      webPush: { publicKey: 'public', privateKey: 'private', subject: 'mailto:ops@example.com' },
      smtp: { url: 'smtps://user:pass@mail.example:465', from: 'orders@example.com' },
      mailReturns: { domain: 'replies.example.com', secret: 'a-secret-of-the-mail-system' },
      twilio: { accountSid: SID, authToken: 'secret', from: '+17075550100' },
      consoleMessages: true,
    })
  })

  test.each([
    ['DOORSTEP_VALHALLA_URL', 'http://valhalla:8002', { engine: 'valhalla', url: 'http://valhalla:8002' }],
    ['DOORSTEP_VALHALLA_TILES', '/tiles', { engine: 'valhalla-in-process', tileFolder: '/tiles' }],
  ])('a router by %s', (name, value, router) => {
    expect(readConfig({ ...LEAST, [name]: value }).router).toEqual(router)
  })

  test('an empty setting is one that is not set, and what is not ours is not read', () => {
    expect(faultsOf({ ...LEAST, DOORSTEP_OSRM_URL: '', PATH: '/bin', DOORSTEPS: 'x' })).toEqual([])
  })
})

describe('one start tells every fault', () => {
  test('all at once', () => {
    const faults = faultsOf({
      DOORSTEP_PORT: 'eighty',
      DOORSTEP_PUBLIC_URL: 'track.example',
      DOORSTEP_DATABASE_URL: '/var/doorstep.db',
      DOORSTEP_SECRET_KEY: Buffer.alloc(31).toString('base64'),
      DOORSTEP_PROT: '80',
      DOORSTEP_VALHALLA_URL: 'http://valhalla:8002',
      DOORSTEP_OSRM_URL: 'http://osrm:5000',
      DOORSTEP_SMTP_URL: 'https://mail.example',
      DOORSTEP_TWILIO_ACCOUNT_SID: 'AC123',
      DOORSTEP_CONSOLE_MESSAGES: 'maybe',
    })
    expect(faults.map((fault) => fault.split(' ').slice(0, 4).join(' ')).sort()).toEqual([
      'DOORSTEP_CONSOLE_MESSAGES Invalid option: expected',
      'DOORSTEP_DATABASE_URL must begin with',
      'DOORSTEP_MAIL_FROM is missing beside',
      'DOORSTEP_MAP_STYLE_URL is missing',
      'DOORSTEP_PORT Invalid input: expected',
      'DOORSTEP_PROT is not a',
      'DOORSTEP_PUBLIC_URL Invalid URL',
      'DOORSTEP_SECRET_KEY must be 32',
      'DOORSTEP_SMTP_URL Invalid URL',
      'DOORSTEP_TWILIO_ACCOUNT_SID must be AC',
      'DOORSTEP_TWILIO_AUTH_TOKEN is missing beside',
      'DOORSTEP_TWILIO_FROM is missing beside',
      'DOORSTEP_VALHALLA_URL and DOORSTEP_OSRM_URL exclude',
    ])
  })

  test.each([
    ['Replies.example.com', 'DOORSTEP_REPLIES_DOMAIN must be a domain'],
    ['replies', 'DOORSTEP_REPLIES_DOMAIN must be a domain'],
    ['r@replies.example.com', 'DOORSTEP_REPLIES_DOMAIN must be a domain'],
    ['replies.example.com', 'DOORSTEP_REPLIES_SECRET must be 24 characters'],
  ])('mail cannot come back to %s by a short secret, and not where none goes out', (domain, fault) => {
    const faults = faultsOf({ ...LEAST, DOORSTEP_REPLIES_DOMAIN: domain, DOORSTEP_REPLIES_SECRET: 'short' })
    expect(faults).toContainEqual(expect.stringContaining(fault))
    expect(faults).toContain('DOORSTEP_SMTP_URL is missing beside DOORSTEP_REPLIES_DOMAIN')
    expect(faultsOf({ ...LEAST, DOORSTEP_REPLIES_DOMAIN: domain })).toContain(
      'DOORSTEP_REPLIES_SECRET is missing beside DOORSTEP_REPLIES_DOMAIN',
    )
  })

  test('and says how many, and never a secret', () => {
    const environment = {
      ...LEAST,
      DOORSTEP_SECRET_KEY: 'hunter2-hunter2',
      DOORSTEP_TWILIO_AUTH_TOKEN: 'sesame-sesame',
    }
    const { message } = new ConfigFaults(faultsOf(environment))
    expect(message).toMatch(/^The configuration has 3 faults:\n {2}DOORSTEP_/)
    expect(message).not.toMatch(/hunter2|sesame/)
  })
})
