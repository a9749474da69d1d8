/* Yimen: before a session ends because nobody uses it, say so and let people go on by one press (WCAG 2.2.1).
   Typing and pointing is use: who fills in a long form is not signed out over it. Without this file the server ends
   the session all the same, and the sign-in page leads back. */
(function () {
  'use strict'
  var box = document.getElementById('zw-idle')
  if (!box || !window.fetch) return
  var words = box.dataset
  var button = box.querySelector('button')
  var form = box.querySelector('form')
  var count = box.querySelector('.count')
  var token = form.querySelector('[name="csrfmiddlewaretoken"]').value
  var live = document.getElementById('zw-live')
  var warned = Number(words.warned) * 1000
  var span = Number(words.left) * 1000
  var end = Date.now() + span
  var told = Date.now() // when the server last heard of us
  var used = told // when somebody last did something here
  var back = null // where the focus was
  var asking = false
  var ticking = 0

  function say(text) {
    if (live) live.textContent = text || ''
  }

  function ask(address, method, then, lost) {
    if (asking) return
    asking = true
    var begun = Date.now()
    fetch(address, { method: method, headers: { 'X-CSRFToken': token }, credentials: 'same-origin', cache: 'no-store' })
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status))
        return answer.json()
      })
      .then(function (answer) {
        asking = false
        end = begun + answer.left * 1000
        then(answer.left * 1000)
      })
      .catch(function (problem) {
        asking = false
        console.info('the server was not reached', problem.message)
        if (lost) lost()
      })
  }

  function go() {
    ask('/account/stay/', 'POST', function (left) {
      if (left <= 0) return leave()
      told = used = Date.now()
      if (!box.hidden) {
        hide()
        say(words.wOn)
      }
    }, function () {
      if (!box.hidden) say(words.wLost)
    })
  }

  function show() {
    back = document.activeElement
    box.hidden = false
    box.dataset.said = ''
    button.focus()
  }

  function hide() {
    box.hidden = true
    if (back && back.focus && document.contains(back)) back.focus()
    back = null
  }

  /* Over. What is on the screen goes with it: whoever comes next must not read it. */
  function leave() {
    clearInterval(ticking)
    form.submit()
  }

  function tick() {
    var left = end - Date.now()
    if (box.hidden) {
      if (left > warned) {
        /* Heard of nothing for half the time, but somebody typed here since: that is use. */
        if (used > told && Date.now() - told > span / 2 - warned) go()
        return
      }
      if (used > told) return go()
      /* Perhaps another window of the same session was used. */
      return ask('/account/left/', 'GET', function (now) {
        if (now <= 0) return leave()
        if (now <= warned) show()
      })
    }
    count.textContent = words.wLeft.replace('{n}', String(Math.max(0, Math.ceil(left / 1000))))
    if (left <= 30000 && !box.dataset.said) {
      box.dataset.said = '1'
      say(words.wLast)
    }
    if (left > 0) return
    ask('/account/left/', 'GET', function (now) {
      if (now <= warned) return leave()
      hide()
    }, leave)
  }

  function use() {
    if (box.hidden) used = Date.now()
  }
  ;['keydown', 'pointerdown', 'input'].forEach(function (name) {
    document.addEventListener(name, use, { passive: true, capture: true })
  })
  button.addEventListener('click', go)
  document.addEventListener('visibilitychange', function () {
    if (!document.hidden) tick()
  })
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) ask('/account/left/', 'GET', function (now) { if (now <= 0) leave() })
  })
  ticking = setInterval(tick, 1000)
})()
