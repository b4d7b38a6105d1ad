import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'

const PICTURE = fileURLToPath(new URL('../../site/pictures/tracking-page.png', import.meta.url))
const PHONES = ['out-for-delivery-en-phone-light', 'id-ready-en-phone-dark', 'delivered-en-phone-light']

const asUrl = async (path: string): Promise<string> =>
  `data:image/png;base64,${(await readFile(path)).toString('base64')}`

/** The README's picture: three moments of an order, side by side, from the pictures of the states. */
export async function takePicture(browser: Browser, folder: string): Promise<void> {
  const phones = await Promise.all(PHONES.map((name) => asUrl(`${folder}${name}.png`)))
  const page = await browser.newPage({ viewport: { width: 1200, height: 760 } })
  await page.setContent(`<style>
    body { margin: 0; height: 760px; display: flex; gap: 48px; justify-content: center; background: #dfe5df; overflow: hidden }
    img { width: 320px; height: 700px; margin-top: 56px; object-fit: cover; object-position: top; border-radius: 36px 36px 0 0;
      box-shadow: 0 0 0 8px #1d2723, 0 30px 60px #0003 }
    img:nth-child(2) { margin-top: 28px; height: 740px }
  </style>${phones.map((url) => `<img src="${url}" alt="">`).join('')}`)
  await mkdir(dirname(PICTURE), { recursive: true })
  await page.screenshot({ path: PICTURE })
}
