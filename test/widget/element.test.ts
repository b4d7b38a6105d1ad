import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { views } from '../site/views.ts'
import { expectTold, openInAShop } from './in-a-shop.ts'

test('the element can be imported where there is no window', async () => {
  const { DoorstepTracker } = await import('../../widget/element.ts')
  expect(DoorstepTracker.observedAttributes).toEqual([
    'token',
    'dispensary',
    'theme',
    'parts',
    'layout',
    'lang',
    'hide-on-error',
  ])
})

describe('on the page of a shop, on another origin, with a strict policy', { timeout: 60_000 }, () => {
  let shop: Awaited<ReturnType<typeof openInAShop>>
  beforeAll(async () => {
    shop = await openInAShop()
  }, 60_000)
  afterEach(() => shop.leave())
  afterAll(() => shop.close())

  test('it shows the order, and nothing in it breaks the policy', async () => {
    const visit = await shop.visit('out-for-delivery')
    await expectTold(visit.tracker, 'Sam is on the way')
    await visit.page.locator('doorstep-tracker .scene svg').waitFor()
    expect(visit.complaints).toEqual([])
    expect(await visit.heard()).toEqual([
      ['doorstep:ready', { milestone: 'out-for-delivery' }],
      ['doorstep:window', expect.objectContaining({ delayed: false, window: views['out-for-delivery'].window })],
    ])
  })

  test('no code of the map is fetched while the map is closed', async () => {
    const visit = await shop.visit('out-for-delivery')
    await visit.page.locator('doorstep-tracker .scene svg').waitFor()
    expect(shop.site.asked.filter((path) => /map|worker/.test(path))).toEqual([])
  })

  test('it opens the map when there is one, with its worker from our origin', async () => {
    const visit = await shop.visit('arriving-soon')
    await visit.page.locator('doorstep-tracker .map.drawn').waitFor()
    await visit.page.locator('doorstep-tracker .driver').waitFor()
    expect(visit.complaints).toEqual([])
  })

  test('a new milestone is shown and told to the page', async () => {
    const visit = await shop.visit('next-stop')
    await expectTold(visit.tracker, 'You are the next stop')
    shop.site.tell('next-stop', views.arrived)
    await expectTold(visit.tracker, 'Please come to the door')
    expect(await visit.heard()).toContainEqual([
      'doorstep:milestone',
      { milestone: 'arrived', previous: 'out-for-delivery' },
    ])
  })

  test('an unknown link says so quietly', async () => {
    const visit = await shop.visit('nobody-knows')
    await expectTold(visit.tracker, 'This tracking link does not work, or no longer. Ask the store for a new one.')
    expect(await visit.heard()).toEqual([['doorstep:error', { reason: 'unknown-link' }]])
  })

  test('the page may ask that an unknown link leaves no trace on it', async () => {
    const visit = await shop.visit('nobody-knows', { attributes: { 'hide-on-error': '' } })
    await expect.poll(visit.heard).toEqual([['doorstep:error', { reason: 'unknown-link' }]])
    await expect.poll(() => visit.tracker.isVisible()).toBe(false)
  })

  test('the page may ask for another language, and change its mind', async () => {
    const visit = await shop.visit('delayed', { attributes: { lang: 'es' } })
    await expectTold(visit.tracker, 'Sam viene con retraso')
    await visit.tracker.evaluate((element) => element.setAttribute('lang', 'en'))
    await expectTold(visit.tracker, 'Sam is running late')
  })

  test('another token shows the other order', async () => {
    const visit = await shop.visit('delayed')
    await expectTold(visit.tracker, 'Sam is running late')
    await visit.tracker.evaluate((element) => element.setAttribute('token', 'delivered'))
    await expectTold(visit.tracker, 'Enjoy your evening')
  })

  test('a dark page asks for dark, whatever the device prefers', async () => {
    const visit = await shop.visit('delayed', { attributes: { theme: 'dark' } })
    await expectTold(visit.tracker, 'Sam is running late')
    const ground = await visit.page
      .locator('doorstep-tracker .card')
      .evaluate((card) => getComputedStyle(card).backgroundColor)
    expect(ground).toBe('rgb(21, 20, 17)')
  })

  test.each([320, 390, 768, 1280])('the page around it does not jump while it loads, %i px wide', async (width) => {
    const visit = await shop.visit('', {
      width,
      body: '<doorstep-tracker token="out-for-delivery"></doorstep-tracker><p>What stands below</p>',
    })
    await visit.page.locator('doorstep-tracker .scene svg').waitFor()
    expect(await visit.jumped()).toBe(0)
  })

  test('taken off the page it follows nothing more', async () => {
    const visit = await shop.visit('received')
    await expectTold(visit.tracker, 'We have your order')
    expect(shop.site.followed()).toBe(1)
    await visit.tracker.evaluate((element) => element.remove())
    await expect.poll(() => shop.site.followed()).toBe(0)
  })

  test('moved on the page it goes on with the stream that it has, and draws nothing anew', async () => {
    const visit = await shop.visit('received')
    await expectTold(visit.tracker, 'We have your order')
    const isTheSame = await visit.tracker.evaluate(async (element) => {
      const heading = element.shadowRoot?.querySelector('h2')
      document.body.prepend(element)
      await new Promise(requestAnimationFrame)
      return heading?.isConnected === true && heading === element.shadowRoot?.querySelector('h2')
    })
    expect(isTheSame).toBe(true)
    expect(shop.site.asked.filter((path) => path.endsWith('/live'))).toHaveLength(1)
  })

  test('ten on one page have one stream between them, which ends with the last', async () => {
    const ten = '<doorstep-tracker token="received"></doorstep-tracker>'.repeat(10)
    const visit = await shop.visit('', { body: ten })
    await expect.poll(() => visit.tracker.getByText('We have your order').count()).toBe(10)
    expect(shop.site.followed()).toBe(1)
    shop.site.tell('received', views.preparing)
    await expect.poll(() => visit.tracker.getByText('Your order is being prepared').count()).toBe(10)
    await visit.page.evaluate(() => {
      for (const one of [...document.querySelectorAll('doorstep-tracker')].slice(1)) one.remove()
    })
    shop.site.tell('received', views['out-for-delivery'])
    await expectTold(visit.tracker, 'Sam is on the way')
    expect(shop.site.followed()).toBe(1)
    await visit.tracker.evaluate((element) => element.remove())
    await expect.poll(() => shop.site.followed()).toBe(0)
  })

  test('the script twice, and a second version of it, are the first one', async () => {
    const { origin } = shop.site
    const scripts = ['/widget.js', '/widget.js?ver=6.7'].map(
      (path) => `<script type="module" src="${origin}${path}"></script>`,
    )
    const body = `${scripts.join('')}<doorstep-tracker token="delayed"></doorstep-tracker>`
    const visit = await shop.visit('', { body })
    await expectTold(visit.tracker, 'Sam is running late')
    await visit.page.locator('doorstep-tracker .scene svg').waitFor()
    expect(visit.complaints).toEqual([])
    expect(shop.site.followed()).toBe(1)
  })

  test('it leaves nothing on the page but its name: no cookie, nothing stored, no global', async () => {
    const globals = 'Object.getOwnPropertyNames(window).sort().join()'
    const plain = await shop.visit('', { body: '<p>Nothing</p>' })
    const visit = await shop.visit('out-for-delivery')
    await visit.page.locator('doorstep-tracker .scene svg').waitFor()
    expect(await visit.page.evaluate(globals)).toBe(await plain.page.evaluate(globals))
    const stored = 'document.cookie + JSON.stringify([localStorage, sessionStorage])'
    expect(await visit.page.evaluate(stored)).toBe('[{},{}]')
    expect(await visit.page.evaluate('indexedDB.databases().then((all) => all.length)')).toBe(0)
    expect(await visit.page.context().cookies()).toEqual([])
  })

  describe('its attributes', () => {
    test('are its properties, both ways', async () => {
      const visit = await shop.visit('delayed')
      const seen = await visit.tracker.evaluate((element: HTMLElement & Record<string, unknown>) => {
        const names = ['token', 'dispensary', 'theme', 'parts', 'layout', 'lang', 'hideOnError']
        const read = () => names.map((name) => element[name])
        const first = read()
        Object.assign(element, { theme: 'dark', parts: 'status', layout: 'bar', hideOnError: true, dispensary: 'a' })
        const attributes = [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort()
        Object.assign(element, { theme: null, parts: null, hideOnError: false })
        return { first, attributes, after: read() }
      })
      const whole = 'status,steps,window,map,id,contact'
      expect(seen).toEqual({
        first: ['delayed', '', 'auto', whole, 'card', '', false],
        attributes: ['dispensary=a', 'hide-on-error=', 'layout=bar', 'parts=status', 'theme=dark', 'token=delayed'],
        after: ['delayed', 'a', 'auto', whole, 'bar', '', false],
      })
    })

    test('count as well when a page sets them as properties before the script has come', async () => {
      const visit = await shop.visit('', { body: '<p>Nothing yet</p>' })
      await visit.page.evaluate(async (script) => {
        // A name that is not registered, as if the script had not come yet.
        const early = document.createElement('doorstep-early') as HTMLElement & { token?: string; layout?: string }
        early.token = 'delayed'
        early.layout = 'bar'
        document.body.append(early)
        const { constructor: Tracker } = document.createElement('doorstep-tracker')
        customElements.define('doorstep-early', class extends (Tracker as typeof HTMLElement) {})
        return script
      }, '')
      await expect.poll(() => visit.page.locator('doorstep-early').getByText('Sam is running late').count()).toBe(1)
      expect(await visit.page.locator('doorstep-early').getAttribute('layout')).toBe('bar')
    })

    test.each([
      ['status', ['.headline'], ['.largest', '.steps', '.pane', '.ready', '.contact']],
      ['window, steps', ['.largest', '.steps'], ['.headline', '.pane', '.ready', '.contact']],
      ['map id contact', ['.pane', '.ready', '.contact'], ['.headline', '.largest', '.steps']],
    ])('say which parts are shown: %s', async (parts, shown, hidden) => {
      const visit = await shop.visit('out-for-delivery', { attributes: { parts } })
      for (const selector of shown) await visit.page.locator(`doorstep-tracker ${selector}`).waitFor()
      for (const selector of hidden)
        expect(await visit.page.locator(`doorstep-tracker ${selector}`).isVisible()).toBe(false)
    })
  })

  describe('as a bar', () => {
    const attributes = { layout: 'bar' }

    test('it is one line, and fetches the rest when it is opened', async () => {
      const visit = await shop.visit('out-for-delivery', { attributes })
      await expectTold(visit.tracker, 'Sam is on the way')
      await expectTold(visit.tracker, '7:25–7:50 PM')
      expect(shop.site.asked.filter((path) => /card|scene/.test(path))).toEqual([])
      await visit.page.getByText('Sam is on the way').click()
      await expectTold(visit.tracker, '2 stops before yours')
      await visit.page.keyboard.press('Escape')
      await expect.poll(() => visit.tracker.getByText('2 stops before yours').count()).toBe(0)
    })
  })

  describe('as a badge in a header', () => {
    const attributes = { layout: 'badge' }

    test('it says where the order is, and opens to the whole', async () => {
      const visit = await shop.visit('out-for-delivery', { attributes })
      await expectTold(visit.tracker, 'On the way')
      await visit.page.getByText('On the way').click()
      await expectTold(visit.tracker, '2 stops before yours')
    })

    test.each(['', 'nobody-knows'])('it is not there without an order: %j', async (token) => {
      const visit = await shop.visit(token, { attributes })
      await visit.page.waitForFunction(() => document.querySelector('doorstep-tracker')?.shadowRoot)
      await expect.poll(() => visit.tracker.isVisible()).toBe(false)
    })
  })

  test('a page gives it a colour and a shape by properties and parts', async () => {
    const visit = await shop.visit('delayed', { attributes: { class: 'painted', theme: 'light' } })
    const card = visit.page.locator('doorstep-tracker .card')
    await visit.page.locator('doorstep-tracker .steps').waitFor()
    expect(await card.evaluate((one) => getComputedStyle(one).borderRadius)).toBe('0px')
    const paint = visit.page.locator('doorstep-tracker .done .point').first()
    const [red = 0, green = 0] = await paint.evaluate((one) => {
      const brush = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D
      brush.fillStyle = getComputedStyle(one).backgroundColor
      brush.fillRect(0, 0, 1, 1)
      return [...brush.getImageData(0, 0, 1, 1).data]
    })
    expect(red).toBeGreaterThan(green + 60)
  })
})
