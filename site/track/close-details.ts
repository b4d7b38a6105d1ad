const SHOWN_FOR_MS = 600_000

/** A page that is left open shows nothing to whoever finds it later. */
const closes = document.querySelector<HTMLElement>('[data-closes]')
if (closes) setTimeout(() => location.replace(closes.dataset['closes'] ?? '/'), SHOWN_FOR_MS)
