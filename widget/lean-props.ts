type Value = string | number | boolean | null | undefined | EventListener

/** Sets a property of JSX as an attribute, or hears an event: all that the components of the element ask for. */
export function setProperty(dom: Element, name: string, value: Value, before: Value): void {
  if (name.startsWith('on')) {
    const type = name.slice(2).toLowerCase()
    if (before) dom.removeEventListener(type, before as EventListener)
    if (value) dom.addEventListener(type, value as EventListener)
  } else if (value == null || (value === false && !name.includes('-'))) dom.removeAttribute(name)
  else dom.setAttribute(name, String(value))
}
