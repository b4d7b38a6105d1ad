import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { wordings } from '../../db/sending-schema.ts'
import { openDoorstep } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { KIM, look, refusal, signedIn, worded, write } from './wording.ts'

describe('the versions of a sentence of the store’s own', () => {
  test('tells who wrote what and when, has any version used again, and is rebuilt from the trail', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    await write(doorstep, cookie, { text: 'Enjoy your evening.' })
    doorstep.advance(60_000)
    await write(doorstep, cookie, { version: 1, text: 'See you soon.' })
    await write(doorstep, cookie, { version: 2, again: 1 })
    const by = KIM.email
    expect(worded(await look(doorstep, cookie))).toMatchObject({
      ...{ text: 'Enjoy your evening.', version: 3 },
      versions: [
        { version: 3, text: 'Enjoy your evening.', by, at: '2026-04-25T01:01:00.000Z' },
        { version: 2, text: 'See you soon.', by, at: '2026-04-25T01:01:00.000Z' },
        { version: 1, text: 'Enjoy your evening.', by, at: '2026-04-25T01:00:00.000Z' },
      ],
    })
    await write(doorstep, cookie, { version: 3, again: 0 })
    expect(worded(await look(doorstep, cookie))).toMatchObject({ text: '', version: 4 })

    const changed = (await trailRows(doorstep)).filter(({ type }) => type === 'wording.changed')
    expect(changed.map(({ data }) => (JSON.parse(data) as { version: number }).version)).toEqual([1, 2, 3, 4])
    const standing = await look(doorstep, cookie)
    for await (const { differences } of rebuildProjections(doorstep.db, { keep: true })) expect(differences).toEqual([])
    expect(await look(doorstep, cookie)).toEqual(standing)

    await doorstep.db.update(wordings).set({ text: 'Nobody wrote this.' }).where(eq(wordings.version, 4))
    for await (const { differences } of rebuildProjections(doorstep.db, { keep: true }))
      expect(differences).toEqual([{ row: 'wording delivered en 4', what: 'stood otherwise than the trail tells' }])
    expect(await look(doorstep, cookie)).toEqual(standing)
  })

  test('of two who write at once one is told that the other was first', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    const answers = await Promise.all(
      ['Enjoy your evening.', 'See you soon.'].map((text) => write(doorstep, cookie, { text })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect(await refusal(doorstep, cookie, { version: 0, text: 'Good night.' })).toEqual([
      ...['422', 'changed-meanwhile', ''],
    ])
    expect(await refusal(doorstep, cookie, { version: 7, text: 'Good night.' })).toEqual([
      ...['422', 'changed-meanwhile', ''],
    ])
    expect(worded(await look(doorstep, cookie)).versions).toHaveLength(1)
  })

  test('has no entry for what changes nothing, and no version that never was', async () => {
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    await write(doorstep, cookie, { text: '' })
    await write(doorstep, cookie, { text: 'Enjoy your evening.' })
    await write(doorstep, cookie, { version: 1, text: 'Enjoy your evening.' })
    expect((await write(doorstep, cookie, { version: 1, again: 7 })).status).toBe(404)
    expect(worded(await look(doorstep, cookie)).versions).toHaveLength(1)
  })
})
