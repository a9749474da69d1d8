/* Yimen: a display or a wall. It asks every few seconds what is new, shows and says new calls, and says how old its data is
   when the line is down. Without this file the page asks for itself whole. */
(function () {
  'use strict'
  var main = document.querySelector('main[data-news]')
  if (!main || !window.fetch) return
  var words = main.dataset
  var lost = document.getElementById('lost')
  var clock = document.getElementById('clock')
  var spoken = document.getElementById('call')
  var voice = document.getElementById('voice')
  var skew = Date.parse(clock.dataset.now) - Date.now()
  var mark = ''
  var missed = 0
  var fresh = Date.now() // when the server last answered
  var told = new Set()
  var waiting = [] // calls that were not said yet
  var saying = false

  function time(at) {
    return new Date(at + skew).toLocaleTimeString('zh-CN', {
      timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false
    })
  }

  function calls() {
    return Array.prototype.slice.call(main.querySelectorAll('[data-call]'))
  }

  function tell() {
    /* Oldest first: two windows may call between two questions. */
    var made = calls().filter(function (one) { return !told.has(one.dataset.call) }).reverse()
    if (!made.length) return
    made.forEach(function (one) {
      told.add(one.dataset.call)
      waiting.push(one.dataset.said)
    })
    main.classList.remove('flash')
    void main.offsetWidth // the movement begins anew
    main.classList.add('flash')
    say()
  }

  function chinese() {
    return window.speechSynthesis.getVoices().filter(function (one) { return /^zh/i.test(one.lang) })[0]
  }

  function say() {
    if (saying || !waiting.length) return
    var text = waiting.shift()
    spoken.textContent = text
    if (!('speechSynthesis' in window) || !chinese()) {
      setTimeout(say, 0)
      return
    }
    saying = true
    var times = 2
    function once() {
      var said = new SpeechSynthesisUtterance(text)
      said.voice = chinese()
      said.lang = 'zh-CN'
      said.rate = 0.9
      said.onend = function () {
        times -= 1
        if (times) return once()
        saying = false
        say()
      }
      said.onerror = function (event) {
        saying = false
        /* Browsers that want one press first: the button gives it. */
        if (event.error === 'not-allowed') voice.hidden = false
        else say()
      }
      window.speechSynthesis.speak(said)
    }
    once()
  }

  if (voice) {
    voice.addEventListener('click', function () {
      voice.hidden = true
      waiting.unshift(words.wOn)
      say()
    })
  }

  function failed() {
    missed += 1
    if (missed < Number(words.missed)) return
    lost.hidden = false
    lost.textContent = words.wLost.replace('{time}', time(fresh))
    document.body.classList.add('stale')
  }

  function answered(answer) {
    missed = 0
    fresh = Date.now()
    lost.hidden = true
    document.body.classList.remove('stale')
    if (answer.status === 304) return
    if (answer.status === 401 || answer.redirected) return location.reload()
    if (!answer.ok) throw new Error(String(answer.status))
    mark = answer.headers.get('ETag') || ''
    return answer.text().then(function (text) {
      var page = new DOMParser().parseFromString(text, 'text/html')
      main.replaceChildren.apply(main, Array.prototype.slice.call(page.body.childNodes))
      var board = main.querySelector('.board')
      if (board && board.dataset.release !== words.release) return location.reload()
      tell()
    })
  }

  function ask() {
    var stop = new AbortController()
    var late = setTimeout(function () { stop.abort() }, Number(words.poll))
    fetch(words.news, {
      headers: mark ? { 'If-None-Match': mark } : {}, credentials: 'same-origin', cache: 'no-store', signal: stop.signal
    })
      .then(function (answer) {
        if (answer.status >= 500) throw new Error(String(answer.status))
        return answered(answer)
      })
      .catch(function (problem) {
        console.info('the server was not reached', problem.message)
        failed()
      })
      .then(function () {
        clearTimeout(late)
        setTimeout(ask, Number(words.poll))
      })
  }

  function beat() {
    fetch('/device/beat/', { method: 'POST', headers: { 'X-CSRFToken': words.token }, credentials: 'same-origin' })
      .catch(function (problem) { console.info('not told', problem.message) })
  }

  calls().forEach(function (one) { told.add(one.dataset.call) })
  setInterval(function () { clock.textContent = time(Date.now()) }, 1000)
  if (words.beat) { // a wall is no device and says nothing of itself
    setInterval(beat, Number(words.beat))
    beat()
  }
  setTimeout(ask, Number(words.poll))
})()
