/* Yimen: the wall of all halls. It asks what changed and says how old its figures are when the line is down.
   Without this file the page asks for itself whole. */
(function () {
  'use strict'
  var main = document.querySelector('main[data-news]')
  if (!main || !window.fetch) return
  var told = main.dataset
  var lost = document.getElementById('lost')
  var clock = document.getElementById('clock')
  var skew = Date.parse(clock.dataset.now) - Date.now()
  var mark = ''
  var missed = 0
  var fresh = Date.now()

  function time(at) {
    return new Date(at + skew).toLocaleTimeString('zh-CN', {
      timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false
    })
  }

  function failed() {
    missed += 1
    if (missed < Number(told.missed)) return
    lost.hidden = false
    lost.textContent = told.wLost.replace('{time}', time(fresh))
    document.body.classList.add('stale')
  }

  function answered(answer) {
    if (answer.redirected || answer.status === 403) return location.reload()
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status))
    missed = 0
    fresh = Date.now()
    lost.hidden = true
    document.body.classList.remove('stale')
    if (answer.status === 304) return
    mark = answer.headers.get('ETag') || ''
    return answer.text().then(function (text) {
      var page = new DOMParser().parseFromString(text, 'text/html')
      var wall = page.querySelector('.wall')
      if (!wall || wall.dataset.release !== told.release) return location.reload()
      main.replaceChildren(wall)
    })
  }

  function ask() {
    fetch(told.news, {
      headers: mark ? { 'If-None-Match': mark } : {}, credentials: 'same-origin', cache: 'no-store',
      signal: AbortSignal.timeout(Number(told.every) * 1000)
    })
      .then(answered)
      .catch(function (problem) {
        console.info('the server was not reached', problem.message)
        failed()
      })
      .then(function () { setTimeout(ask, Number(told.every) * 1000) })
  }

  setInterval(function () { clock.textContent = time(Date.now()) }, 1000)
  setTimeout(ask, Number(told.every) * 1000)
})()
