/* Yimen: forms of a point with a weak line (docs/why/0029). What is typed is kept, sealed by a key of this session; a
   form is sent once, and again by itself while there is no line; what waits and what has gone is told. The one
   script that keeps anything in the browser, and localStorage is all it uses. Without it forms are sent as ever. */
(function () {
  'use strict'
  var doc = document
  var ENTRY = 'zw-kept-'
  var SENT = 'zw-sent'
  var NEVER = /^(?:password|file|hidden|tel|email|submit|button|image)$/
  var NUMBER = /[\d０-９](?:[\s·.-]*[\d０-９]){9}/ // ten digits in a row may be somebody's
  var DAY = 86400000
  var LONGEST = 60000 // characters of one form
  var store = window.localStorage
  var subtle = window.crypto && window.crypto.subtle
  var forms = []

  function find(scope, selector) {
    return Array.prototype.slice.call(scope.querySelectorAll(selector))
  }

  function bytes(text) {
    return Uint8Array.from(atob(text), function (one) { return one.charCodeAt(0) })
  }

  function text(buffer) {
    return btoa(Array.from(new Uint8Array(buffer), function (one) { return String.fromCharCode(one) }).join(''))
  }

  function clock(moment) {
    return new Date(moment).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false })
  }

  /* --- the storage: one entry a form; only its age, whether it waits and an opaque mark are in clear --- */

  function read(name) {
    var raw = store.getItem(name)
    if (!raw) return null
    try {
      return JSON.parse(raw)
    } catch (problem) {
      console.info('an entry that is none is removed', problem.message)
      store.removeItem(name)
      return null
    }
  }

  function entries() {
    return Object.keys(store).filter(function (name) { return name.indexOf(ENTRY) === 0 })
  }

  function sweep() {
    entries().forEach(function (name) {
      var one = read(name)
      if (one && !(one.until > Date.now())) store.removeItem(name)
    })
    var sent = read(SENT)
    if (sent && !(sent.until > Date.now())) store.removeItem(SENT)
  }

  function wipe() {
    forms.forEach(function (one) { one.closed = true })
    entries().concat(SENT).forEach(function (name) { store.removeItem(name) })
  }

  function write(form, more) {
    var held = read(form.name) || { at: Date.now() }
    Object.assign(held, more, { whose: form.box.dataset.whose, until: Date.now() + form.days })
    try {
      store.setItem(form.name, JSON.stringify(held))
    } catch (problem) {
      console.info('nothing more can be kept here', problem.message)
      say(form, form.box.dataset.wFull)
    }
    var rest = entries().map(function (name) { return [(read(name) || { at: 0 }).at, name] }).sort().reverse()
    rest.slice(Number(form.box.dataset.most)).forEach(function (one) { store.removeItem(one[1]) })
  }

  /* --- what may be kept of a form: only names that the server told --- */

  function fields(form, name) {
    return Array.from(form.node.elements).filter(function (one) {
      return one.name === name && !NEVER.test(one.type) && !('secret' in one.dataset)
    })
  }

  function values(form) {
    var found = new Map()
    form.names.forEach(function (name) {
      var those = fields(form, name)
      if (!those.length) return
      var picked = those.filter(function (one) {
        return /^(?:radio|checkbox)$/.test(one.type) ? one.checked : !NUMBER.test(one.value)
      })
      found.set(name, picked.map(function (one) { return one.value }))
    })
    return found
  }

  function plain(found) {
    return JSON.stringify(Array.from(found))
  }

  /* Undecided what was kept before: what is typed now goes over it, the rest of it stays. */
  function all(form) {
    var found = values(form)
    if (!form.offer) return found
    var merged = new Map(form.offer.values)
    found.forEach(function (value, name) { if (form.touched.has(name)) merged.set(name, value) })
    return merged
  }

  function keep(form) {
    if (form.closed || !form.key || !form.names.length) return Promise.resolve()
    var moment = Date.now()
    var sealed = plain(all(form))
    if (sealed.length > LONGEST) return Promise.resolve(say(form, form.box.dataset.wFull))
    var iv = window.crypto.getRandomValues(new Uint8Array(12))
    var told = new TextEncoder().encode(JSON.stringify({ at: moment, rev: form.rev, values: sealed }))
    return form.key.then(function (key) { return subtle.encrypt(how(form, iv), key, told) }).then(function (box) {
      if (!form.closed) write(form, { at: moment, iv: text(iv), box: text(box) })
    })
  }

  function how(form, iv) {
    return { name: 'AES-GCM', iv: iv, additionalData: new TextEncoder().encode(form.name) }
  }

  /* --- what was kept before is offered, never put in --- */

  function recall(form) {
    var held = read(form.name)
    if (!held || !held.box || !form.key) return forget(form)
    form.key
      .then(function (key) { return subtle.decrypt(how(form, bytes(held.iv)), key, bytes(held.box)) })
      .then(function (told) { offer(form, JSON.parse(new TextDecoder().decode(told))) })
      .catch(function (problem) {
        console.info('not readable in this session', problem.message)
        forget(form)
      })
  }

  function offer(form, told) {
    if (told.values === plain(values(form))) return forget(form)
    var words = form.box.dataset
    form.offer = { values: JSON.parse(told.values) }
    form.box.querySelector('.what').textContent =
      words.wKept.replace('{time}', clock(told.at)) + (told.rev === form.rev ? '' : words.wNewer)
    form.box.querySelector('.offer').hidden = false
  }

  function take(form) {
    new Map(form.offer.values).forEach(function (those, name) {
      if (form.names.indexOf(name) < 0) return
      fields(form, name).forEach(function (one) {
        if (/^(?:radio|checkbox)$/.test(one.type)) one.checked = those.indexOf(one.value) >= 0
        else if (those.length) one.value = those[0]
        one.dispatchEvent(new Event('input', { bubbles: true }))
      })
    })
    decided(form)
    write(form, { waits: false })
    keep(form)
  }

  function decided(form) {
    form.offer = null
    form.box.querySelector('.offer').hidden = true
    var first = form.names.length && fields(form, form.names[0])[0]
    if (first) first.focus()
  }

  function forget(form) {
    store.removeItem(form.name)
    count(form)
  }

  /* --- sending once --- */

  function say(form, words) {
    form.box.querySelector('.line').textContent = words || ''
  }

  function count(form) {
    var words = form.box.dataset
    var waits = entries().map(read).filter(function (one) { return one && one.waits && one.whose === words.whose }).length
    var sent = read(SENT)
    var told = []
    if (waits) told.push(words.wWaiting.replace('{n}', waits))
    if (sent && sent.whose === words.whose) {
      told.push(words.wSent.replace('{n}', sent.n).replace('{time}', clock(sent.at)))
    }
    form.box.querySelector('.count').textContent = told.join(' · ')
  }

  function busy(form, on) {
    form.sending = on
    find(form.node, 'button:not([type="button"])').forEach(function (one) { one.disabled = on })
  }

  function submit(form, event) {
    event.preventDefault()
    event.stopImmediatePropagation()
    if (form.sending) return
    form.button = event.submitter
    form.fresh = false
    send(form)
  }

  function send(form) {
    clearTimeout(form.timer)
    var data = new FormData(form.node)
    if (form.button && form.button.name) data.append(form.button.name, form.button.value)
    busy(form, true)
    say(form, form.box.dataset.wTrying)
    ask(form, form.node.getAttribute('action') || location.href, { method: 'POST', body: data })
      .then(function (answer) { return answered(form, answer) })
      .catch(function (problem) { lost(form, problem.message) })
  }

  function ask(form, address, more) {
    var stop = new AbortController()
    var files = form.node.querySelector('input[type="file"]')
    var timer = setTimeout(function () { stop.abort() }, files ? 300000 : 30000)
    return fetch(address, Object.assign(more, {
      headers: { 'X-Yimen-Told': '1' }, credentials: 'same-origin', cache: 'no-store', redirect: 'manual',
      signal: stop.signal
    })).finally(function () { clearTimeout(timer) })
  }

  function answered(form, answer) {
    var words = form.box.dataset
    var to = answer.headers.get('X-Yimen-To') || ''
    if ([502, 503, 504].indexOf(answer.status) >= 0) return lost(form, String(answer.status))
    if (/^\/(?!\/)/.test(to)) return gone(form, to)
    if (answer.status === 204 || answer.type === 'opaqueredirect') return stay(form, words.wOut)
    if (answer.status >= 500) return stay(form, words.wFailed)
    if (answer.status === 403 && !form.fresh) return renew(form)
    return answer.text().then(function (page) {
      if (read(form.name)) write(form, { waits: false })
      form.closed = true
      doc.dispatchEvent(new CustomEvent('zw-answer', { detail: { text: page, address: answer.url } }))
    })
  }

  /* Signed in anew in another window: this page's token is of the session before. */
  function renew(form) {
    form.fresh = true
    return ask(form, location.href, {}).then(function (answer) {
      if (!answer.ok) return stay(form, form.box.dataset.wOut)
      return answer.text().then(function (page) {
        var token = new DOMParser().parseFromString(page, 'text/html').querySelector('main [name="csrfmiddlewaretoken"]')
        if (!token) return stay(form, form.box.dataset.wOut)
        form.node.elements.csrfmiddlewaretoken.value = token.value
        return send(form)
      })
    })
  }

  function stay(form, words) {
    busy(form, false)
    form.waits = true
    write(form, { waits: true })
    say(form, words)
    count(form)
    return keep(form)
  }

  function lost(form, why) {
    console.info('not sent', why)
    form.tries += 1
    form.timer = setTimeout(function () { send(form) }, Math.min(60, 3 * Math.pow(2, form.tries - 1)) * 1000)
    return stay(form, form.box.dataset.wLost)
  }

  function gone(form, to) {
    var sent = read(SENT)
    var n = sent && sent.whose === form.box.dataset.whose ? sent.n : 0
    form.closed = true
    form.waits = false
    store.removeItem(form.name)
    store.setItem(SENT, JSON.stringify({ whose: form.box.dataset.whose, n: n + 1, at: Date.now(), until: Date.now() + form.days }))
    say(form, form.box.dataset.wGone)
    count(form)
    location.assign(to)
  }

  /* --- a form of the page --- */

  function open(box) {
    var words = box.dataset
    var form = {
      box: box, node: box.closest('form'), name: ENTRY + words.keep, rev: Number(words.rev), timer: 0, tries: 0,
      names: words.names.split(' ').filter(Boolean), days: Number(words.days) * DAY, touched: new Set(), key: null
    }
    if (subtle) form.key = subtle.importKey('raw', bytes(words.key), 'AES-GCM', false, ['encrypt', 'decrypt'])
    forms.push(form)
    box.hidden = false
    form.node.addEventListener('submit', function (event) { submit(form, event) }, true)
    form.node.addEventListener('input', function (event) {
      form.touched.add(event.target.name)
      clearTimeout(form.soon)
      form.soon = setTimeout(function () { keep(form) }, 300)
    })
    box.querySelector('[data-take]').addEventListener('click', function () { take(form) })
    box.querySelector('[data-drop]').addEventListener('click', function () {
      forget(form)
      decided(form)
    })
    recall(form)
    count(form)
  }

  function start() {
    forms.forEach(function (one) { clearTimeout(one.timer) })
    forms = []
    sweep()
    find(doc, 'form [data-keep]').forEach(open)
  }

  doc.addEventListener('submit', function (event) {
    if (/\/logout\/$/.test(event.target.getAttribute('action') || '')) wipe()
  }, true)
  window.addEventListener('online', function () {
    forms.forEach(function (one) { if (one.waits && !one.sending && one.timer) send(one) })
  })
  window.addEventListener('beforeunload', function (event) {
    if (forms.some(function (one) { return one.waits && !one.closed })) event.preventDefault()
  })
  doc.addEventListener('zw-drawn', start)
  if (window.fetch && window.FormData && window.AbortController) start()
})()
