// Comfort on top of plain forms and links: without this module everything works all the same.
// The server renders; the module fetches the same page and exchanges the parts that changed.
const policy = globalThis.trustedTypes?.createPolicy('tiekartta', { createHTML: s => s })
const parse = html => new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html')

// The status region is on the page from load. It is emptied first, so that the same words are said again.
let saying
const say = words => {
  const status = document.getElementById('status')
  status.textContent = ''
  clearTimeout(saying)
  saying = setTimeout(() => { status.textContent = words }, 100)
}

// Every part has an id. What is unfolded stays unfolded, and the focus stays where it is.
const swap = fresh => {
  const focused = document.activeElement?.id
  const open = new Map([...document.querySelectorAll('details[id]')].map(d => [d.id, d.open]))
  for (const part of document.querySelectorAll('[data-part]')) {
    const next = fresh.getElementById(part.id)
    if (next && part.isConnected) part.replaceWith(document.adoptNode(next))
  }
  for (const [id, was] of open) {
    const details = document.getElementById(id)
    if (details) details.open = was
  }
  document.title = fresh.title
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true })
}

const load = async (url, options = {}) => {
  const answer = await fetch(url, options)
  if (!answer.ok) throw new Error(String(answer.status))
  return parse(await answer.text())
}

// The desk's module comes after this one; only one policy of that name may be made.
globalThis.tiekartta = { parse, say }

// Search while typing and choosing. The address always says what is shown.
const form = document.querySelector('form[data-live]')
if (form) {
  let pending, timer, pause, shown = location.search
  const address = () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''))
    return form.action.split('?')[0] + (query.size ? '?' + query : '')
  }
  // A search that is left as it was typed, or from which somebody goes on, is meant as well.
  const meant = () => {
    clearTimeout(pause)
    pause = 0
    fetch(address(), { method: 'HEAD', keepalive: true }).catch(() => {})
  }
  addEventListener('pagehide', () => { if (pause) meant() })
  const search = async keep => {
    clearTimeout(timer)
    clearTimeout(pause)
    pause = 0
    pending?.abort()
    pending = new AbortController()
    const url = address()
    try {
      const fresh = await load(url, { signal: pending.signal, headers: keep ? {} : { 'X-Typing': '1' } })
      swap(fresh)
      history[keep ? 'pushState' : 'replaceState'](null, '', url)
      shown = location.search
      say(document.getElementById('count').textContent)
      if (!keep) pause = setTimeout(meant, 3000)
    } catch (e) {
      if (e.name !== 'AbortError') location.assign(url)
    }
  }
  document.addEventListener('input', e => {
    if (e.target.form !== form || e.target.type !== 'search') return
    clearTimeout(timer)
    timer = setTimeout(search, 300, false)
  })
  document.addEventListener('change', e => { if (e.target.form === form && e.target.type === 'checkbox') search(true) })
  form.addEventListener('submit', e => { e.preventDefault(); search(true) })
  addEventListener('popstate', () => { if (location.search !== shown) location.reload() })
}

// Going back, a browser may show a page as it was before something was chosen on the next one. Parts that
// are there now and were not then (or the other way round) need the whole page anew.
addEventListener('pageshow', async e => {
  const [way] = performance.getEntriesByType('navigation')
  if (!e.persisted && !(way?.type === 'back_forward' && way.transferSize === 0)) return
  try {
    const fresh = await load(location.href, { cache: 'no-store' })
    const ids = page => [...page.querySelectorAll('[data-part]')].map(part => part.id).join()
    if (ids(fresh) === ids(document)) swap(fresh)
    else location.reload()
  } catch { /* the page stays as it was */ }
})

// Into the basket and out of it again, on the spot. The page of the basket itself is made anew: its list is no part.
document.addEventListener('submit', async e => {
  if (!e.target.matches('[data-choose], #notice form') || !document.querySelector('[data-choose]')) return
  e.preventDefault()
  try {
    const what = new FormData(e.target)
    const fresh = await load(e.target.action, { method: 'POST', body: new URLSearchParams(what) })
    swap(fresh)
    // "Undo" is gone with what it undid: the focus goes to the button of the practice.
    if (!document.activeElement || document.activeElement === document.body) {
      const id = what.get('practice').split('@')[0]
      const button = document.getElementById('button-' + id) ?? document.getElementById('button-main')
      ;(button ?? document.getElementById('notice')).focus({ preventScroll: true })
    }
    const words = document.querySelector('[data-say]')
    if (words) say(words.textContent)
  } catch {
    e.target.submit()
  }
})

// A text that is made to be taken along gets a button that copies it.
for (const text of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'ds-button'
  button.dataset.variant = 'tertiary'
  button.textContent = text.dataset.copy
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text.textContent)
    say(text.dataset.copied)
    button.textContent = text.dataset.copied
  })
  text.after(button)
}
