import type { Page } from 'playwright-core'

/** How many pixels of two pictures differ by more than a shade; all of them where their sizes do. */
export const pixelsApart = (page: Page, one: Buffer, other: Buffer): Promise<number> =>
  page.evaluate(
    async (pictures) => {
      const [a, b] = await Promise.all(
        pictures.map(async (base64) => {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
          const brush = new OffscreenCanvas(image.width, image.height).getContext('2d')
          brush?.drawImage(image, 0, 0)
          return brush?.getImageData(0, 0, image.width, image.height)
        }),
      )
      if (!a || !b || a.width !== b.width || a.height !== b.height) return Infinity
      let apart = 0
      for (let i = 0; i < a.data.length; i += 4) {
        const far = [0, 1, 2].some((n) => Math.abs((a.data[i + n] ?? 0) - (b.data[i + n] ?? 0)) > 24)
        if (far) apart += 1
      }
      return apart
    },
    [one, other].map((picture) => picture.toString('base64')),
  )
