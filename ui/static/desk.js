// Comfort for those who write, on top of plain forms: without this module everything works all the same.

// Translations are saved while they are written. What the form remembers of a text is exchanged only where
// the service says that it stands there as it was sent.
const translating = document.querySelector('form[data-translate]')
if (translating) {
  const said = translating.querySelector('[data-said]')
  let timer, busy = false, again = false, after
  const save = async () => {
    clearTimeout(timer)
    if (busy) { again = true; return }
    busy = true
    again = false
    const body = new URLSearchParams(new FormData(translating))
    body.set('op', 'autosave')
    try {
      const answer = await fetch(translating.action, { method: 'POST', body })
      const told = await answer.json()
      said.textContent = told.said
      for (const input of translating.querySelectorAll('[data-of]')) {
        const from = told.texts?.[input.dataset.of]
        if (from) input.value = from
      }
    } catch {
      said.textContent = translating.dataset.offline
      timer = setTimeout(save, 10000)
    }
    busy = false
    if (after) after()
    else if (again) save()
  }
  translating.addEventListener('input', e => {
    clearTimeout(timer)
    timer = setTimeout(save, e.target.type === 'checkbox' ? 0 : 1500)
  })
  translating.addEventListener('submit', e => {
    clearTimeout(timer)
    if (!busy) return
    e.preventDefault()
    const { submitter } = e
    after = () => translating.requestSubmit(submitter)
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
