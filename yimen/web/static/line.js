/* Yimen: a display or kiosk asks for the page that is shown when it is switched on while the line is down (away.js). */
(function () {
  'use strict'
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.register('/device/away.js', { scope: '/device/' }).catch(function (problem) {
    console.info('no page for a lost line', problem.message)
  })
})()
