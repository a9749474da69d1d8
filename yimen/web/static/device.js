/* Yimen: a display without keys is connected by its address alone: a form that brings its code sends itself, once. */
(function () {
  'use strict'
  var form = document.querySelector('form[data-go]')
  if (form) form.submit()
})()
