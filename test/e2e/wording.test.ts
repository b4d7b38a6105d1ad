import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { builtSite } from '../../api/adapters/site.ts'
import { launchChromium } from '../chromium.ts'
import { openDoorstep, STORE } from '../doorstep.ts'

const KIM = { email: 'kim@alderbay.example', password: 'correct horse battery' }

test('staff look at a sentence before they save it, and see it in the e-mail; a forbidden one is told beside the field', async () => {
  await using doorstep = await openDoorstep({
    site: await builtSite(fileURLToPath(new URL('../../dist', import.meta.url))),
  })
  await doorstep.enroll.staff(STORE.id, KIM.email, KIM.password)
  const server = serve({ fetch: doorstep.app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise<void>((listening) => server.on('listening', listening))
  const browser = await launchChromium()
  try {
    const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/support`)
    await page.getByLabel('E-mail').fill(KIM.email)
    await page.getByLabel('Password').fill(KIM.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Wording' }).click()
    const card = page.locator('#delivered-en')
    await card.getByLabel('Your sentence').fill('Enjoy our edibles.')
    await card.getByRole('button', { name: 'Save' }).click()
    await card.getByRole('alert').waitFor()
    expect(await card.getByRole('alert').textContent()).toContain('“edibles” is a word for the goods')

    await card.getByLabel('Your sentence').fill('Enjoy your evening.')
    await card.getByRole('button', { name: 'Preview' }).click()
    await card.getByText('not saved').waitFor()
    await card.locator('iframe').scrollIntoViewIfNeeded()
    await card.frameLocator('iframe').getByText('Enjoy your evening.').first().waitFor()
    await card.getByRole('button', { name: 'Save' }).click()
    await card.getByText('One version of it so far').waitFor()
  } finally {
    await browser.close()
    server.close()
  }
}, 45_000)
