import { createElement, StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

/** A shop that draws everything anew with each tick, and puts its parts into another order. */
function Shop({ attributes }) {
  const [ticks, setTicks] = useState(0)
  const order = ticks % 2 === 0 ? ['offer', 'tracker', 'footer'] : ['tracker', 'footer', 'offer']
  const parts = {
    offer: <p key="offer">Two for one, {ticks} times</p>,
    tracker: createElement('doorstep-tracker', { key: 'tracker', ...attributes }),
    footer: <p key="footer">See you again</p>,
  }
  return (
    <main>
      <button type="button" onClick={() => setTicks(ticks + 1)}>
        Tick {ticks}
      </button>
      {order.map((part) => parts[part])}
    </main>
  )
}

createRoot(document.querySelector('#app')).render(
  <StrictMode>
    <Shop attributes={JSON.parse(document.querySelector('#app').dataset.attributes)} />
  </StrictMode>,
)
