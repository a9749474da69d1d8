/* Yimen: for displays and kiosks alone (its scope is /device/). A machine that is switched on while the line is down shows
   one page of ours instead of the browser's error. It holds that page and its sheet, which are the same for everybody,
   and nothing that was ever shown to anybody. */
'use strict'
var KEPT = 'yimen-away'
var PAGE = '/device/away/'
var SHEET = '/static/zw-screen.css'

function keep() {
  return caches.open(KEPT).then(function (held) {
    return held.addAll([PAGE, SHEET].map(function (path) {
      return new Request(path, { cache: 'reload', credentials: 'omit' })
    }))
  })
}

/* The page asks again by itself every few seconds; each time the clock on it is right. */
function away() {
  return caches.match(PAGE).then(function (kept) {
    return kept.text().then(function (text) {
      var time = new Date().toLocaleTimeString('zh-CN', {
        timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false
      })
      return new Response(text.replace('--:--', time), { headers: kept.headers })
    })
  })
}

self.addEventListener('install', function (event) {
  event.waitUntil(keep().then(function () { return self.skipWaiting() }))
})
self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()) })
self.addEventListener('fetch', function (event) {
  if (event.request.mode === 'navigate') event.respondWith(fetch(event.request).catch(away))
  else if (new URL(event.request.url).pathname === SHEET) {
    event.respondWith(fetch(event.request).catch(function () { return caches.match(SHEET) }))
  }
})
