// Comfort for those who write, on top of plain forms: without this module everything works all the same.

// A form that saves itself while somebody writes in it: within two seconds, again when it could not be sent, and when the
// page is left. find is the form as it is now, place is where the page says whether it is saved, taken deals with an
// answer and returns what is to be said of it and which problems there are, and part is what has to be sent of a form of
// which a leaving page cannot send all.
const keeping = ({ find, place, taken, part }) => {
  const { say } = globalThis.tiekartta
  const texts = document.getElementById('keeping').dataset
  const most = 60_000 // of what a browser sends for a page that is gone; it stops at 64 KB
  const tooMuch = body => String(body).length > most
  const read = () => new URLSearchParams(new FormData(find()))
  const refused = () => find().querySelector('[aria-invalid="true"]') !== null
  let dirty = 0 // when the first change was typed that is not saved; 0 when all is
  let known = read() // what the service has
  let open // what was sent and has had no answer yet: it may have arrived, so it is sent again as it was
  let unsaved = refused() // the service has answered that it cannot save something
  let told // the problems that were said last
  let pressed // the button that waits until all is saved
  let timer, sending, failed = '', leaving

  const tell = what => {
    const words = texts[what], at = place()
    if (failed === words && 'failed' in at.dataset) return // said already, and its link may have the focus
    at.textContent = words
    at.dataset.failed = ''
    if (what === 'signedOut') {
      const a = document.createElement('a')
      Object.assign(a, { href: '/' + document.documentElement.lang + '/sign-in', target: '_blank', rel: 'noopener', className: 'ds-link', textContent: texts.signIn })
      at.append(' ', a)
    }
    if (failed !== words) say(words)
    failed = words
  }
  // Who presses a button that cannot do its work is told why, each time.
  const remind = () => {
    place().tabIndex = -1
    place().focus()
    say(failed)
  }
  const later = (what, since) => {
    dirty ||= since || Date.now()
    tell(what)
    clearTimeout(timer)
    timer = setTimeout(save, 5000)
  }
  // What an answer is that is not about the form.
  const wrong = answer => {
    if (answer.status === 401 || answer.type === 'opaqueredirect' || /\/sign-in$/.test(new URL(answer.url || location.href).pathname)) return 'signedOut'
    if (answer.ok || answer.status === 409 || answer.status === 422) return ''
    if (answer.status >= 500) return 'broken'
    return { 403: 'denied', 404: 'denied', 413: 'large' }[answer.status] ?? 'refused'
  }
  const soon = () => {
    if (!dirty || sending || failed) return // who failed tries again by the timer
    clearTimeout(timer)
    const wait = tooMuch(read()) ? 250 : 1200
    timer = setTimeout(save, Math.max(0, Math.min(wait, dirty + 1600 - Date.now())))
  }
  // The first save is said, and each set of problems once; nobody wants to hear of every save.
  const heard = ({ said, problems }) => {
    if (failed || (problems ? problems !== told : told === undefined)) say(said)
    told = problems
  }
  const save = () => {
    if (sending || !dirty) return sending
    clearTimeout(timer)
    const since = dirty, again = Boolean(open)
    if (!again) {
      open = read()
      open.set('op', 'autosave')
      dirty = 0
    }
    const sent = open
    return sending = (async () => {
      let what = 'offline'
      try {
        const answer = await fetch(find().action, { method: 'POST', body: sent, redirect: 'manual', signal: AbortSignal.timeout(15_000) })
        what = wrong(answer)
        if (!what) {
          what = 'refused'
          const before = known
          delete place().dataset.failed
          heard(await taken(answer, sent))
          if (known === before) known = sent
          unsaved = answer.status === 422
          what = failed = ''
        }
      } catch { /* what says it */ }
      if (what !== 'offline' && what !== 'broken') open = undefined // else it may have been saved
      sending = undefined
      if (what) later(what, since)
      else soon()
    })()
  }
  document.addEventListener('input', e => {
    if (e.target.form !== find()) return
    leaving = false
    dirty ||= /checkbox|radio/.test(e.target.type) ? 1 : Date.now() // a choice is saved at once
    soon()
  })
  addEventListener('online', () => save())
  // What a page that is left has to send: the whole form, or what has changed in it where that is too much.
  const parting = () => {
    const all = (form, before) => {
      const body = new URLSearchParams(form)
      body.set('op', 'autosave')
      if (before) body.set('sent', before)
      return body
    }
    const body = all(read(), open)
    return tooMuch(body) ? all(part(read(), known), open && part(open, known)) : body
  }
  addEventListener('pagehide', () => {
    if (!dirty && !open) return
    const body = parting()
    fetch(find().action, { method: 'POST', body, keepalive: !tooMuch(body) }).catch(() => {})
    dirty = 0
  })
  // The browser asks where leaving loses something: what could not be saved, or what is too much to be sent then.
  addEventListener('beforeunload', e => {
    if (!leaving && (failed || unsaved || (dirty || open) && tooMuch(parting()))) e.preventDefault()
  })
  // Going back, the browser may show the page as it was before it saved itself.
  addEventListener('pageshow', e => { if (e.persisted) location.reload() })
  // First what is typed is saved, so that a lost connection loses nothing.
  document.addEventListener('submit', async e => {
    if (e.target !== find() || e.submitter?.matches('[data-op]')) return
    if (leaving || !dirty && !sending) { leaving = true; return }
    e.preventDefault()
    pressed = e.submitter
    await sending
    do await save(); while (dirty && !failed)
    if (failed) return remind()
    leaving = true
    find().requestSubmit(pressed)
  })
  return {
    wrong,
    // A button could not do its work.
    stopped: what => { later(what); remind() },
    // What is sent by a button takes along what was typed. The answer is the button as it is now.
    pause: async button => {
      pressed = button
      await sending
      if (open) await save()
      if (open) return remind()
      clearTimeout(timer)
      dirty = 0
      return pressed
    },
    // The form was exchanged; twin is what something of it is now.
    renewed: twin => {
      known = read()
      unsaved = refused()
      failed = ''
      pressed = pressed && twin(pressed)
    },
  }
}

// Writing a practice: the form saves itself, the words are counted, and rows come and go without a new page.
const writing = document.querySelector('form[data-write]')
if (writing) {
  const { parse, say } = globalThis.tiekartta
  const texts = writing.dataset
  let form = writing

  const clock = time => {
    for (const t of document.querySelectorAll('#saved time')) {
      const at = new Date(time ?? t.dateTime)
      t.textContent = texts.saved.replace('#', at.toLocaleTimeString('fi', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Helsinki' }).replace('.', ':'))
    }
  }
  const count = box => {
    const about = document.getElementById(box.name + '-count')
    if (!about) return
    const n = box.value.split(/\s+/).filter(Boolean).length
    about.hidden = 4 * n < 3 * about.dataset.words
    about.textContent = (n > about.dataset.words ? about.dataset.over : about.dataset.fits).replace('#', n)
  }
  // Rows change their places where somebody adds, moves or removes some. A row is known by its id, else by what was sent
  // of it. The answer is what a name of something in a row is now; nothing where the row is gone.
  const naming = (sent, back) => {
    const row = (data, at) => data.get(at + '.id') || String([...data].filter(([n]) => n.startsWith(at) && !n.endsWith('.from')).map(([n, v]) => n.slice(at.length) + '=' + v.replace(/\s/g, '')))
    const alike = (data, list, one) => [...new Set([...data.keys()].filter(n => n.startsWith(list + '[')).map(n => n.slice(0, n.indexOf(']', list.length) + 1)))].filter(at => row(data, at) === one)
    return name => {
      let was = '', now = ''
      for (const part of name.split(/(\[\d+\])/)) {
        if (part.startsWith('[')) {
          const one = row(sent, was + part)
          now = alike(back, now, one)[alike(sent, was, one).indexOf(was + part)]
          if (!now) return
        } else now += part
        was += part
      }
      return now
    }
  }
  // What somebody typed or chose while the answer was on its way stays, with the cursor in it. The text of a row that is
  // gone is shown above the form.
  const exchange = (fresh, sent) => {
    const next = fresh.getElementById('write')
    if (!next) return
    const active = document.activeElement
    const choice = e => /checkbox|radio/.test(e.type)
    const differs = e => {
      const before = sent.getAll(e.name).slice(e.type === 'checkbox' ? 0 : -1)
      return choice(e) ? e.checked !== before.includes(e.value) : before[0].replace(/\r\n/g, '\n') !== e.value
    }
    const changed = [...form.elements].filter(e => e.id && e.type !== 'hidden' && sent.has(e.name) && differs(e))
    const now = naming(sent, new URLSearchParams(new FormData(next)))
    const twin = e => {
      if (e.id) return document.getElementById(now(e.id))
      const [, verb, path] = /^(\w+):([^:]*)$/.exec(e.value) ?? []
      const value = path ? verb + ':' + now(path) : e.value
      return [...form.elements].find(other => other.name === 'op' && other.value === value)
    }
    // A button that changes rows says itself which row is open.
    const open = [...form.querySelectorAll(sent.get('op') === 'autosave' ? 'details[id]' : 'details[id]:not(.write-row-fold)')].filter(d => d.open)
    for (const e of next.querySelectorAll('[autofocus]')) e.removeAttribute('autofocus') // we place the focus
    const within = form.contains(active)
    form.replaceWith(document.adoptNode(next))
    form = next
    keeper.renewed(twin)
    for (const d of open.map(twin)) if (d) d.open = true
    const gone = document.getElementById('gone')
    for (const e of changed) {
      const box = twin(e)
      if (box) box[choice(e) ? 'checked' : 'value'] = e[choice(e) ? 'checked' : 'value']
      else if (e.matches('textarea, [type=text]')) {
        const text = document.createElement('p')
        Object.assign(text, { className: 'write-gone', textContent: e.value })
        gone.append(text)
        gone.hidden = false
      }
    }
    const here = within && twin(active)
    if (here) {
      here.focus({ preventScroll: true })
      if (active.selectionStart != null && here.setSelectionRange) here.setSelectionRange(active.selectionStart, active.selectionEnd)
    } else if (within && !gone.hidden) gone.focus()
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
      const row = next.hasAttribute('aria-invalid') && field.closest('.write-row-fold:not([open])')
      if (row) row.open = true
      if (field.type === 'hidden' && /\.from$|^revision$/.test(field.name)) field.value = next.value
    }
    for (const from of form.querySelectorAll('input[type=hidden][name$=".from"]')) {
      const next = fresh.querySelector('[name="' + CSS.escape(from.name) + '"]')
      if (next) from.value = next.value
    }
  }
  const group = name => name.split(/[.[]/)[0]
  const keeper = keeping({
    find: () => form,
    place: () => document.getElementById('saved'),
    taken: async (answer, sent) => {
      const fresh = parse(await answer.text())
      if (!fresh.getElementById('write')) throw new Error('not the form')
      if (fresh.getElementById('write').dataset.merged !== undefined) exchange(fresh, sent)
      beside(fresh)
      clock()
      const wrong = [document.querySelector('#gone:not([hidden])'), document.getElementById('meanwhile'), fresh.getElementById('errors')].map(part => part?.textContent.trim())
      const problems = wrong.filter(Boolean).join(' ')
      return { problems, said: problems ? wrong[0] || wrong[1] || texts.problem : texts.first }
    },
    // A field, or all rows of a list: what the form does not name stays as it is.
    part: (all, known) => {
      const of = (form, name) => String(new URLSearchParams([...form].filter(([n]) => group(n) === name)))
      const names = new Set([...all.keys(), ...known.keys()].map(group))
      const changed = new Set([...names].filter(name => of(all, name) !== of(known, name)))
      return new URLSearchParams([...all].filter(([n]) => n === 'revision' || changed.has(group(n))))
    },
  })
  document.addEventListener('input', e => { if (e.target.form === form && e.target.matches('textarea, input')) count(e.target) })
  document.addEventListener('submit', async e => {
    if (e.target !== form || !e.submitter?.matches('[data-op]')) return
    e.preventDefault()
    const button = await keeper.pause(e.submitter)
    if (!button) return
    const sent = new URLSearchParams(new FormData(form, button))
    let what = 'offline'
    try {
      const answer = await fetch(form.action, { method: 'POST', body: sent })
      if (what = keeper.wrong(answer)) return keeper.stopped(what)
      const fresh = parse(await answer.text())
      if (!fresh.getElementById('write')) { location.assign(answer.url); return }
      const place = fresh.querySelector('form [autofocus]')
      exchange(fresh, sent)
      beside(fresh)
      clock()
      ;(place ?? document.getElementById(button.value.replace(/^[^:]*:/, '').replace(/\[\d+\]$/, '') + '-list'))?.focus()
      const row = place?.closest('.write-row')?.querySelector('legend')
      say(form.querySelector('[data-say] p')?.textContent ?? form.dataset.moved ?? row?.textContent ?? '')
    } catch {
      keeper.stopped(what || 'refused')
    }
  })
  clock()
}

// Translations and assessments are saved while they are written. What the form of a translation remembers of a text is
// exchanged only where the service says that it stands there as it was sent.
const plain = document.querySelector('form[data-autosave]')
if (plain) {
  const said = plain.querySelector('[data-said]')
  const texts = [...plain.querySelectorAll('[data-of]')]
  keeping({
    find: () => plain,
    place: () => said,
    taken: async answer => {
      const told = await answer.json()
      said.textContent = told.said
      if (told.link) {
        const a = document.createElement('a')
        Object.assign(a, { href: told.link.href, className: 'ds-link', textContent: told.link.text })
        said.append(' ', a)
      }
      for (const input of texts) {
        const from = told.texts?.[input.dataset.of]
        if (from) input.value = from
      }
      said.toggleAttribute('data-failed', !answer.ok)
      return { said: said.textContent, problems: answer.ok ? '' : said.textContent }
    },
    part: (all, known) => {
      const names = new Set(texts.map(input => input.dataset.of).filter(name => all.get(name) === known.get(name) && !all.has('machine.' + name)))
      const same = from => names.has(texts.find(input => input.value === from)?.dataset.of)
      return new URLSearchParams([...all].filter(([n, v]) => !names.has(n) && !(n === 'text' && same(v))))
    },
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
