import { AxeBuilder } from '@axe-core/playwright'
import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { builtSite } from '../../api/adapters/site.ts'
import { findConnection } from '../../db/connections.ts'
import { launchChromium } from '../chromium.ts'
import { openDoorstep, STORE } from '../doorstep.ts'

const KIM = { email: 'kim@alderbay.example', password: 'correct horse battery' }
const ticket = (order_status: string): string =>
  JSON.stringify({
    event_type: 'TICKET',
    data: { ticket_id: 'a1', order_number: '1042', order_status, type: 'DELIVERY' },
  })

test('staff find the connection that is broken, put it into test mode, see what it would record, and teach it a status', async () => {
  await using doorstep = await openDoorstep({
    site: await builtSite(fileURLToPath(new URL('../../dist', import.meta.url))),
  })
  await doorstep.enroll.staff(STORE.id, KIM.email, KIM.password)
  const treez = await doorstep.enroll.connect(STORE.id, 'treez')
  const sends = (body: string) =>
    doorstep.post(`/v1/pos/${treez.connectionId}`, body, { authorization: `Bearer ${treez.secret}` })
  await sends('{"event_type":')
  const server = serve({ fetch: doorstep.app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise<void>((listening) => server.on('listening', listening))
  const browser = await launchChromium()
  try {
    const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/support`)
    await page.getByLabel('E-mail').fill(KIM.email)
    await page.getByLabel('Password').fill(KIM.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Connections' }).click()
    await page.getByRole('heading', { name: 'One connection needs you' }).waitFor()

    const card = page.getByRole('article', { name: 'Treez' })
    expect(await card.textContent()).toContain('Not JSON, last just now.')
    await card.getByRole('button', { name: 'Switch test mode on' }).click()
    await page.getByRole('button', { name: 'Go live' }).waitFor()
    expect(new URL(page.url()).hash).toBe(`#${treez.connectionId}`)

    doorstep.advance(60_000)
    await sends(ticket('PACKED_READY'))
    await page.reload()
    expect(await card.textContent()).toContain('would have recorded: order.received a1, order.packed a1')
    await card.getByRole('button', { name: 'Go live' }).click()
    await page.getByRole('button', { name: 'Switch test mode on' }).nth(3).waitFor()

    await sends(ticket('ON_THE_BIKE'))
    await page.reload()
    expect(await card.textContent()).toContain('Nobody has said what it means. Heard once just now')
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
    await card.getByLabel('What ON_THE_BIKE means').selectOption('Left the store')
    await card.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Everything is heard' }).waitFor()
    expect(await findConnection(doorstep.db, treez.connectionId)).toMatchObject({
      testMode: false,
      statuses: { on_the_bike: 'departed' },
    })
  } finally {
    await browser.close()
    await new Promise((closed) => server.close(closed))
  }
})
