import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { TWILIO_POLICY } from '../../api/adapters/twilio.ts'
import { createTakeIn } from '../../api/attestation.ts'
import { readProfile } from '../../api/profile.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { deliver, receive } from './customer.ts'

const { smsAttestation: _, ...UNATTESTED } = STORE
const ATTESTATION = { by: 'owner', at: '2026-04-01T09:00:00-07:00', ground: 'agreement of 2026-03-30 on file' }
const faultsOf = (told: unknown, policies = [TWILIO_POLICY]): string[] => {
  try {
    readProfile(told, policies)
    return []
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  }
}

describe('text messages of a dispensary whose provider forbids them', () => {
  const wished = { ...UNATTESTED, messages: { channels: { delivered: ['email', 'sms'] } } }

  test('are refused at configuration, with the policy named', () => {
    expect(faultsOf(wished)).toEqual([
      expect.stringMatching(
        /^messages\.channels\.delivered: Twilio forbids text messages of cannabis businesses, .*errors\/30459/,
      ),
    ])
  })

  test('are taken with an attestation, or from a provider that forbids nothing, or not at all', () => {
    expect(faultsOf({ ...wished, smsAttestation: ATTESTATION })).toEqual([])
    expect(faultsOf(wished, [])).toEqual([])
    expect(faultsOf({ ...UNATTESTED, messages: { channels: { delivered: ['email'] } } })).toEqual([])
    expect(faultsOf({ ...wished, smsAttestation: { ...ATTESTATION, ground: '' } })).not.toEqual([])
  })

  test('stand in the trail with who attested what, when and against which policy; and that it was withdrawn', async () => {
    await using doorstep = await openDoorstep({ store: UNATTESTED })
    const { db, stages, enroll, now } = doorstep
    const takeIn = createTakeIn({
      ...{ db, enroll, record: stages.record, policies: [TWILIO_POLICY], clock: now, random: randomBytes },
    })
    const attested = readProfile({ ...UNATTESTED, smsAttestation: ATTESTATION }, [TWILIO_POLICY])
    await takeIn(attested)
    await takeIn({ ...attested, waitMinutes: 5 })
    await receive(doorstep, { phone: '+17075550141' })
    await takeIn(UNATTESTED)
    await deliver(doorstep)
    const rows = (await trailRows(doorstep)).filter(({ type }) => type.startsWith('attestation.'))
    expect(rows.map(({ type, subject, data }) => [type, subject, JSON.parse(data)])).toEqual([
      [
        'attestation.given',
        'attestation/sms',
        { ...ATTESTATION, at: Date.parse(ATTESTATION.at), channel: 'sms', policy: `Twilio: ${TWILIO_POLICY.statedAt}` },
      ],
      ['attestation.withdrawn', 'attestation/sms', { channel: 'sms' }],
    ])
    expect(doorstep.sent).toEqual([])
  })
})

test.each<[string, object]>([
  ['a channel that there is not', { channels: { delivered: ['pigeon'] } }],
  ['a message that there is not', { channels: { greeting: ['email'] } }],
  ['an hour that there is not', { quiet: { from: '25:00', to: '08:00' } }],
  ['an order type that there is not', { only: { preparing: { type: 'pickup' } } }],
  ['what nobody knows', { loud: true }],
])('a profile cannot wish for %s', (_, messages) => {
  expect(faultsOf({ ...UNATTESTED, messages })).not.toEqual([])
})

test('a profile may wish for a message of one type of order', () => {
  const messages = {
    only: { preparing: { type: 'scheduled', payment: 'due', within: { from: '08:00', to: '20:00' } } },
  }
  expect(readProfile({ ...UNATTESTED, messages }, []).messages).toEqual(messages)
})
