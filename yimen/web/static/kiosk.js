/* Yimen: a kiosk. Nobody touches it for a while: it asks, then goes back to its start and keeps nothing. When the
   line is down it says so instead of breaking. Without this file the page goes back by itself, without asking. */
(function () {
  'use strict'
  var main = document.querySelector('main[data-idle]')
  if (!main) return
  var words = main.dataset
  var box = document.getElementById('idle')
  var lost = document.getElementById('lost')
  var count = box.querySelector('.count')
  var idle = Number(words.idle) * 1000
  var warning = Number(words.warning) * 1000
  var used = Date.now()
  var missed = 0
  var back = null
  var leaving = false
  var next = 0
  var whole = document.getElementById('left')
  var until = whole ? Date.now() + Number(whole.dataset.left) * 1000 : 0

  function lose() {
    missed = 2
    lost.hidden = false
    soon()
  }

  /* The line first: an address that is not reached would leave a browser's error page on the kiosk for ever. */
  function reach(then, not) {
    var stop = new AbortController()
    var late = setTimeout(function () { stop.abort() }, 4000)
    return fetch('/device/beat/', {
      method: 'POST', headers: { 'X-CSRFToken': words.token }, credentials: 'same-origin', signal: stop.signal
    })
      .then(function (answer) {
        clearTimeout(late)
        if (answer.status === 401) return location.reload()
        if (!answer.ok) throw new Error(String(answer.status))
        missed = 0
        return then()
      })
      .catch(function (problem) {
        clearTimeout(late)
        console.info('the server was not reached', problem.message)
        not()
      })
  }

  function fresh() {
    if (leaving) return
    leaving = true
    document.querySelector('main').textContent = '' // whatever happens to the line: nothing of this visitor stays on the screen
    reach(function () { location.replace(words.start + '?fresh=1') }, function () {
      leaving = false
      lose()
    })
  }

  function stay() {
    used = Date.now()
    if (box.hidden) return
    box.hidden = true
    if (back && document.contains(back)) back.focus()
  }

  function tick() {
    if (until && clock() <= 0) return fresh()
    var left = used + idle - Date.now()
    if (left <= 0) return fresh()
    if (left > warning) return
    if (box.hidden) {
      back = document.activeElement
      box.hidden = false
      box.querySelector('button').focus()
    }
    count.textContent = box.dataset.wLeft.replace('{n}', String(Math.ceil(left / 1000)))
  }

  /* A visit lasts so long and no longer: what is left of it stands beside the name. */
  function clock() {
    var left = Math.ceil((until - Date.now()) / 1000)
    var words = left > 60 ? whole.dataset.wLeft : whole.dataset.wLast
    var text = words.replace('{n}', String(left > 60 ? Math.floor(left / 60) : Math.max(0, left)))
    if (whole.textContent !== text) whole.textContent = text
    return left
  }

  ;['keydown', 'pointerdown', 'input'].forEach(function (name) {
    document.addEventListener(name, function () { if (box.hidden) used = Date.now() }, { passive: true, capture: true })
  })
  box.querySelector('button').addEventListener('click', stay)
  box.addEventListener('keydown', function (event) {
    /* The only thing to do is to say that one is there: the focus stays on it. */
    if (event.key === 'Tab') event.preventDefault()
    if (event.key === 'Escape') stay()
  })

  /* The start needs no asking: who looks at it has nothing to lose. Any other page goes back to it. */
  var atStart = location.pathname === words.start && document.documentElement.dataset.mode !== 'elder'
  if (!atStart) setInterval(tick, 500)
  else setInterval(function () { if (Date.now() - used > idle) fresh() }, 500)

  /* Brought back from memory by "back": whoever sees it now is somebody else. */
  window.addEventListener('pageshow', function (event) { if (event.persisted) fresh() })

  /* One press, one sending, once the line is known to be there. */
  document.addEventListener('submit', function (event) {
    var form = event.target
    var button = event.submitter
    if (form.dataset.reached) return
    event.preventDefault()
    if (form.dataset.asked) return
    form.dataset.asked = '1'
    reach(function () {
      form.dataset.reached = '1'
      form.requestSubmit(button)
    }, function () {
      delete form.dataset.asked
      lose()
    })
  })
  document.addEventListener('click', function (event) {
    var link = event.target.closest('a[href]')
    if (!link || link.getAttribute('href').charAt(0) === '#') return
    event.preventDefault()
    if (link.origin !== location.origin) return // a telephone number, another site: no way out of a kiosk
    reach(function () { location.assign(link.href) }, lose)
  })

  function beat() {
    reach(function () {
      if (!lost.hidden) fresh()
      else soon()
    }, function () {
      missed += 1
      if (missed >= 2) lose()
      else soon()
    })
  }

  /* The next asking: soon where the line may be down. */
  function soon() {
    clearTimeout(next)
    next = setTimeout(beat, missed ? 3000 : Number(words.beat))
  }
  beat()

  /* An error comes first. */
  var wrong = document.querySelector('.err')
  if (wrong) wrong.focus()

  /* A card reader types: wherever the focus is, what it types goes into the box. */
  var typing = document.body.classList.contains('k') && document.querySelector('main input:not([type="hidden"]):not([type="checkbox"])')
  if (typing) {
    document.addEventListener('keydown', function (event) {
      var at = document.activeElement
      var nowhere = !at || at === document.body || at === main || at === wrong
      if (event.key.length === 1 && nowhere && !event.ctrlKey && !event.altKey) typing.focus()
    })
  }

  /* Keys to touch: they type into the box that was last in use. */
  var keys = document.querySelector('.keys')
  if (keys) {
    keys.hidden = false
    document.addEventListener('focusin', function (event) { if (event.target.matches('main input')) typing = event.target })
    keys.addEventListener('click', function (event) {
      var key = event.target.closest('[data-type]')
      if (!key) return
      typing.value = key.dataset.type ? typing.value + key.dataset.type : typing.value.slice(0, -1)
      typing.focus()
    })
  }

  var print = document.getElementById('print')
  if (print) {
    print.hidden = false
    print.addEventListener('click', function () { window.print() })
    if (document.querySelector('[data-print]')) window.print()
  }
})()
