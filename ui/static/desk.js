// Comfort for those who write, on top of plain forms: without this module everything works all the same.

// Who has been signed out meanwhile signs in beside the page, which keeps what was typed.
const signIn = words => Object.assign(document.createElement('a'), {
  href: '/' + document.documentElement.lang + '/sign-in', target: '_blank', rel: 'noopener', className: 'ds-link', textContent: words,
})

// Writing a practice: the form saves itself, the words are counted, and rows come and go without a new page.
const writing = document.querySelector('form[data-write]')
if (writing) {
  const { parse, say } = globalThis.tiekartta
  const texts = writing.dataset
  let form = writing
  let dirty = 0 // when the first change was typed that is not saved; 0 when all is
  let timer, sending, announced, failed, leaving

  const clock = time => {
    for (const t of document.querySelectorAll('#saved time')) {
      const at = new Date(time ?? t.dateTime)
      t.textContent = texts.saved.replace('#', at.toLocaleTimeString('fi', { hour: '2-digit', minute: '2-digit' }).replace('.', ':'))
    }
  }
  const count = box => {
    const about = document.getElementById(box.name + '-count')
    if (!about) return
    const n = box.value.split(/\s+/).filter(Boolean).length
    about.hidden = 4 * n < 3 * about.dataset.words
    about.textContent = (n > about.dataset.words ? about.dataset.over : about.dataset.fits).replace('#', n)
  }
  const tell = (words, link) => {
    const saved = document.getElementById('saved')
    saved.textContent = words
    saved.dataset.failed = ''
    if (link) saved.append(' ', signIn(texts.signIn))
    if (link || failed !== words) say(words)
    failed = words
  }
  // What somebody typed while the answer was on its way stays, with the cursor in it.
  const exchange = (fresh, sent) => {
    const next = fresh.getElementById('write')
    if (!next) return
    const active = document.activeElement
    const typed = [...form.elements].filter(e => e.name && e.type !== 'hidden' && 'value' in e && !/checkbox|radio|submit/.test(e.type) && sent.get(e.name) !== null && sent.get(e.name) !== e.value.replace(/\r?\n/g, '\r\n') && sent.get(e.name) !== e.value)
    const open = [...form.querySelectorAll('details[id]')].filter(d => d.open).map(d => d.id)
    for (const e of next.querySelectorAll('[autofocus]')) e.removeAttribute('autofocus') // we place the focus
    form.replaceWith(document.adoptNode(next))
    form = next
    for (const id of open) { const d = document.getElementById(id); if (d) d.open = true }
    for (const e of typed) { const box = form.elements[e.name]; if (box) box.value = e.value }
    const here = active?.id && document.getElementById(active.id)
    if (here && form.contains(here)) {
      here.focus({ preventScroll: true })
      if (active.selectionStart != null && here.setSelectionRange) here.setSelectionRange(active.selectionStart, active.selectionEnd)
    }
  }
  // Hints, counts and errors come beside the fields; the fields themselves are left alone.
  const beside = fresh => {
    for (const part of document.querySelectorAll('[data-about]')) {
      const next = fresh.getElementById(part.id)
      if (next && next.innerHTML !== part.innerHTML) part.replaceWith(document.adoptNode(next))
    }
    for (const field of form.elements) {
      const next = field.id && fresh.getElementById(field.id)
      if (!next) continue
      for (const name of ['aria-describedby', 'aria-invalid']) {
        if (next.hasAttribute(name)) field.setAttribute(name, next.getAttribute(name))
        else field.removeAttribute(name)
      }
      if (field.type === 'hidden' && /\.from$|^revision$/.test(field.name)) field.value = next.value
    }
    for (const from of form.querySelectorAll('input[type=hidden][name$=".from"]')) {
      const next = fresh.querySelector('[name="' + CSS.escape(from.name) + '"]')
      if (next) from.value = next.value
    }
  }
  const soon = () => {
    clearTimeout(timer)
    if (dirty && !sending) timer = setTimeout(save, Math.max(0, Math.min(1200, dirty + 1600 - Date.now())))
  }
  const save = async () => {
    if (sending || !dirty) return sending
    clearTimeout(timer)
    const since = dirty, sent = new URLSearchParams(new FormData(form))
    dirty = 0
    sent.set('op', 'autosave')
    return sending = (async () => {
      try {
        const answer = await fetch(form.action, { method: 'POST', body: sent, redirect: 'manual' })
        if (answer.type === 'opaqueredirect') throw new Error('signed out')
        if (![200, 409, 422].includes(answer.status)) throw new Error('refused')
        const fresh = parse(await answer.text())
        if (fresh.getElementById('write')?.dataset.merged !== undefined) exchange(fresh, sent)
        beside(fresh)
        clock()
        failed = ''
        if (!announced) say(texts.first)
        announced = true
        if (answer.status !== 200) say(document.querySelector('#meanwhile p')?.textContent ?? texts.problem)
      } catch (e) {
        dirty = since
        tell(e.message === 'signed out' ? texts.signedOut : e.message === 'refused' ? texts.refused : texts.offline, e.message === 'signed out')
        clearTimeout(timer)
        timer = setTimeout(save, 5000)
        return
      } finally { sending = undefined }
      soon()
    })()
  }
  document.addEventListener('input', e => {
    if (e.target.form !== form) return
    dirty ||= Date.now()
    if (e.target.matches('textarea, input')) count(e.target)
    if (!failed) soon()
  })
  addEventListener('online', () => { if (dirty) save() })
  // Leaving the page, what was typed last is still sent.
  addEventListener('pagehide', () => {
    if (!dirty && !sending) return // what is under way may be broken off
    const last = new URLSearchParams(new FormData(form))
    last.set('op', 'autosave')
    fetch(form.action, { method: 'POST', body: last, keepalive: true }).catch(() => {})
    dirty = 0
  })
  // Going back, the browser may show the page as it was before it saved itself.
  addEventListener('pageshow', e => { if (e.persisted) location.reload() })
  document.addEventListener('submit', async e => {
    if (e.target !== form) return
    const button = e.submitter
    if (!button?.matches('[data-op]')) {
      if (leaving || !dirty && !sending) { dirty = 0; return }
      // First what is typed is saved, so that a lost connection loses nothing.
      e.preventDefault()
      await sending
      await save()
      if (dirty) return
      leaving = true
      form.requestSubmit(button)
      return
    }
    e.preventDefault()
    await sending
    clearTimeout(timer)
    dirty = 0
    const sent = new URLSearchParams(new FormData(form, button))
    try {
      const answer = await fetch(form.action, { method: 'POST', body: sent })
      if (!answer.ok && ![409, 422].includes(answer.status)) {
        dirty = Date.now()
        tell(texts.refused)
        timer = setTimeout(save, 5000)
        return
      }
      const fresh = parse(await answer.text())
      if (answer.redirected && /\/sign-in$/.test(new URL(answer.url).pathname)) {
        dirty = Date.now()
        tell(texts.signedOut, true)
        timer = setTimeout(save, 5000)
        return
      }
      if (!fresh.getElementById('write')) { location.assign(answer.url); return }
      const place = fresh.querySelector('form [autofocus]')
      exchange(fresh, sent)
      beside(fresh)
      clock()
      ;(place ?? document.getElementById(button.value.replace(/^[^:]*:/, '').replace(/\[\d+\]$/, '') + '-list'))?.focus()
      const row = place?.closest('.write-row')?.querySelector('legend')
      say(form.querySelector('[data-say] p')?.textContent ?? form.dataset.moved ?? row?.textContent ?? '')
    } catch {
      dirty = Date.now()
      tell(texts.offline)
      timer = setTimeout(save, 5000)
    }
  })
  clock()
}

// Translations and assessments are saved while they are written. What the form of a translation remembers of a text is
// exchanged only where the service says that it stands there as it was sent.
const keeping = document.querySelector('form[data-autosave]')
if (keeping) {
  const said = keeping.querySelector('[data-said]')
  let timer, sending, failed = false, leaving = false
  let dirty = 0 // when the first change was typed that is not saved; 0 when all is
  const body = () => {
    const sent = new URLSearchParams(new FormData(keeping))
    sent.set('op', 'autosave')
    return sent
  }
  // Who types without a pause is saved all the same.
  const soon = () => {
    if (!dirty || sending || failed) return // who failed tries again by a timer of its own
    clearTimeout(timer)
    timer = setTimeout(save, Math.max(0, Math.min(1200, dirty + 1600 - Date.now())))
  }
  const save = async () => {
    clearTimeout(timer)
    if (sending || !dirty) return sending
    const since = dirty, sent = body()
    dirty = 0
    await (sending = (async () => {
      try {
        const answer = await fetch(keeping.action, { method: 'POST', body: sent, redirect: 'manual' })
        if (answer.type === 'opaqueredirect') throw new Error('signed out')
        const told = await answer.json()
        failed = false
        said.textContent = told.said
        for (const input of keeping.querySelectorAll('[data-of]')) {
          const from = told.texts?.[input.dataset.of]
          if (from) input.value = from
        }
      } catch (e) {
        dirty = since
        timer = setTimeout(save, 5000)
        if (!failed) {
          said.textContent = e.message === 'signed out' ? keeping.dataset.signedOut : keeping.dataset.offline
          if (e.message === 'signed out') said.append(' ', signIn(keeping.dataset.signIn))
        }
        failed = true
      } finally { sending = undefined }
    })())
    soon()
  }
  keeping.addEventListener('input', e => {
    if (/checkbox|radio/.test(e.target.type)) dirty = 1 // long ago: it is saved at once
    else dirty ||= Date.now()
    soon()
  })
  addEventListener('pagehide', () => {
    if (!leaving && (dirty || sending)) fetch(keeping.action, { method: 'POST', body: body(), keepalive: true }).catch(() => {})
  })
  // First what is typed is saved, so that a lost connection loses nothing.
  keeping.addEventListener('submit', async e => {
    if (leaving || !dirty && !sending) return
    e.preventDefault()
    const { submitter } = e
    await sending
    await save()
    if (dirty) return
    leaving = true
    keeping.requestSubmit(submitter)
  })
}

// Suggestions from a document: decided about on the spot. A request for a document needs no parser of our own, which
// the policy on scripts would refuse. The focus goes to the heading of the suggestion that was decided about.
document.addEventListener('submit', e => {
  const form = e.target
  if (!form.matches('[data-suggestion]') || e.submitter?.value === 'edit' || form.dataset.plain) return
  const whole = () => { form.dataset.plain = 'yes'; form.requestSubmit(e.submitter) }
  e.preventDefault()
  const ask = new XMLHttpRequest()
  ask.responseType = 'document'
  ask.onload = () => {
    const fresh = ask.responseXML
    if (!fresh?.getElementById(form.dataset.suggestion) || ask.status !== 200) return whole()
    for (const part of document.querySelectorAll('[data-part]')) {
      const next = fresh.getElementById(part.id)
      if (next) part.replaceWith(document.adoptNode(next))
    }
    document.getElementById(form.dataset.suggestion + '-title')?.focus({ preventScroll: true })
    const status = document.getElementById('status'), words = document.querySelector('[data-say]')?.textContent ?? ''
    status.textContent = ''
    setTimeout(() => { status.textContent = words }, 100)
  }
  ask.onerror = whole
  ask.open('POST', form.action)
  ask.send(new URLSearchParams(new FormData(form, e.submitter)))
})
