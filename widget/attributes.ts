/** What the element shows of an order, in the order of the attribute's default. */
export const PARTS = ['status', 'steps', 'window', 'map', 'id', 'contact'] as const
export type PartName = (typeof PARTS)[number]
export type Layout = 'card' | 'bar' | 'badge'
export type Theme = 'auto' | 'light' | 'dark'

/** The attributes that reflect as properties of text, with what a property says where the attribute is not there. */
const TEXTS = { token: '', dispensary: '', theme: 'auto', parts: PARTS.join(), layout: 'card' } as const
export const ATTRIBUTES = [...Object.keys(TEXTS), 'lang', 'hide-on-error']

/** `lang` is a property of every element already. */
export type Reflected = {
  token: string
  dispensary: string
  theme: Theme
  parts: string
  layout: Layout
  hideOnError: boolean
}

/** Makes properties of a class that read and write its attributes; `null` takes an attribute away. */
export function reflect(prototype: HTMLElement): void {
  const property = (
    name: string,
    get: (element: HTMLElement) => unknown,
    set: (element: HTMLElement, to: never) => void,
  ) =>
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return get(this)
      },
      set(this: HTMLElement, to: never) {
        set(this, to)
      },
    })
  for (const [name, without] of Object.entries(TEXTS)) {
    property(
      name,
      (element) => element.getAttribute(name) ?? without,
      (element, to: string | null) => (to == null ? element.removeAttribute(name) : element.setAttribute(name, to)),
    )
  }
  property(
    'hideOnError',
    (element) => element.hasAttribute('hide-on-error'),
    (element, to: boolean) => element.toggleAttribute('hide-on-error', to),
  )
}

/** What a page has set on the element before its class was there hides the properties of the class. */
export function adopt(element: HTMLElement): void {
  for (const name of [...Object.keys(TEXTS), 'hideOnError']) {
    if (!Object.hasOwn(element, name)) continue
    const value = (element as unknown as Record<string, unknown>)[name]
    Reflect.deleteProperty(element, name)
    Reflect.set(element, name, value)
  }
}
