/* Yimen: small helps on top of pages that work without them. No dependency, no inline code, no eval.
   F2/F3/F9 press [data-key] · one submit only · upload progress · GOV.UK modules on demand. Nothing is kept in the browser: keep.js alone does. */
(function () {
  'use strict'
  var doc = document
  var root = doc.documentElement
  var words = root.dataset // data-w-… on <html> carry the words in the language of the page

  function each(selector, scope, work) {
    Array.prototype.forEach.call((scope || doc).querySelectorAll(selector), work)
  }

  /* What stands on the page: done at the start, and again when an upload's answer replaced the page. */
  var starters = []
  function every(selector, work) {
    starters.push(function () { each(selector, doc, work) })
  }

  function live(text) {
    var box = doc.getElementById('zw-live')
    if (box) box.textContent = text
  }

  /* Function keys: clerks have one hand on the papers. */
  doc.addEventListener('keydown', function (event) {
    if (!/^F(2|3|9)$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return
    var target = doc.querySelector('[data-key="' + event.key + '"]:not([disabled])')
    if (!target) return
    event.preventDefault()
    target.click()
  })

  /* Errors come first: the summary takes the focus. */
  every('.govuk-error-summary', function (box) {
    box.setAttribute('tabindex', '-1')
    box.focus()
  })

  /* One press, one submit. The server's idempotency key is the guard; this only shows that it works. */
  doc.addEventListener('submit', function (event) {
    var form = event.target
    if (event.defaultPrevented || form.method === 'get' || form.hasAttribute('data-many')) return
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = '1'
    live(words.wSending || '')
    /* After this turn: a disabled button would not send its own name and value. */
    setTimeout(function () { busy(form, event.submitter) }, 0)
  })

  function busy(form, button) {
    each('button:not([type="button"])', form, function (one) { one.disabled = true })
    if (!button) return
    button.dataset.text = button.textContent
    button.textContent = words.wSending || button.textContent
  }

  function free(form) {
    delete form.dataset.sent
    each('button', form, function (one) {
      one.disabled = false
      if (one.dataset.text) one.textContent = one.dataset.text
    })
  }

  /* Back button: the page returns from memory with its buttons still dead. Wake them. */
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) each('form[data-sent]', doc, free)
  })
  doc.addEventListener('htmx:after:request', function () { each('form[data-sent]', doc, free) })

  /* Upload with a bar: <form data-upload-progress>. The answer replaces the page as a plain submit would. */
  every('form[data-upload-progress]', function (form) {
    form.addEventListener('submit', function (event) {
      if (!window.FormData || !form.querySelector('input[type="file"]')) return
      event.preventDefault()
      if (form.dataset.sent) return
      form.dataset.sent = '1'
      send(form, event.submitter)
    })
  })

  function send(form, button) {
    var data = new FormData(form)
    if (button && button.name) data.append(button.name, button.value)
    var bar = doc.createElement('progress')
    var note = doc.createElement('p')
    var box = doc.createElement('div')
    bar.max = 100
    bar.value = 0
    bar.setAttribute('aria-label', words.wUploading || 'upload')
    note.setAttribute('role', 'status')
    note.textContent = words.wUploading || ''
    box.className = 'upload-bar'
    box.append(bar, note)
    form.append(box)
    busy(form, button)
    var request = new XMLHttpRequest()
    request.open('POST', form.action)
    request.upload.addEventListener('progress', function (event) {
      if (event.lengthComputable) bar.value = Math.round((event.loaded / event.total) * 100)
    })
    request.addEventListener('load', function () { arrive(request) })
    request.addEventListener('error', function () {
      note.textContent = words.wLost || ''
      bar.remove()
      free(form)
    })
    request.send(data)
  }

  /* The answer is drawn, not fetched again: its message is shown once only. */
  function arrive(request) {
    draw(request.responseText, request.responseURL)
  }

  function draw(text, address) {
    var page = new DOMParser().parseFromString(text, 'text/html')
    doc.title = page.title
    doc.body.replaceWith(page.body)
    if (address && address !== location.href) history.pushState({}, '', address)
    window.scrollTo(0, 0)
    start()
    doc.dispatchEvent(new Event('zw-drawn'))
  }

  /* keep.js sent a form and has the page that came for it. */
  doc.addEventListener('zw-answer', function (event) { draw(event.detail.text, event.detail.address) })
  window.addEventListener('popstate', function () { location.reload() })

  /* What others change while one looks: <div data-poll="/address/" data-every="10">. Only while the page is seen
     and nobody works inside the box, for an hour at most; without script a reload shows the same. */
  every('[data-poll]', function (box) {
    if (!window.fetch) return
    var left = 360
    var last = ''
    var timer = setInterval(function () {
      left -= 1
      if (left < 0 || !doc.contains(box)) return clearInterval(timer)
      if (doc.hidden || box.contains(doc.activeElement)) return
      fetch(box.dataset.poll, { credentials: 'same-origin', cache: 'no-store', redirect: 'error' })
        .then(function (answer) {
          if (!answer.ok) throw new Error(String(answer.status))
          return answer.text()
        })
        .then(function (text) {
          if (text === last) return
          last = text
          var page = new DOMParser().parseFromString(text, 'text/html')
          box.replaceChildren.apply(box, Array.prototype.slice.call(page.body.childNodes))
        })
        .catch(function (problem) { console.info('not refreshed', problem.message) })
    }, Number(box.dataset.every) * 1000)
  })

  /* Printing: <button type="button" data-print>. */
  every('[data-print]', function (button) {
    button.hidden = false
    button.addEventListener('click', function () { window.print() })
  })

  /* A choice that sends its form at once: <select data-autosubmit>. The button stays for those without script. */
  every('[data-autosubmit]', function (field) {
    field.addEventListener('change', function () { field.form.requestSubmit() })
  })

  /* Signing with pen, finger or mouse: <fieldset data-sign>. What is drawn becomes the file of its input, so the
     form is sent like any other; without script the file, or paper, does the same. */
  every('[data-sign]', function (box) {
    var pad = box.querySelector('.pad')
    var canvas = box.querySelector('canvas')
    var input = box.querySelector('input[type="file"]')
    var note = box.querySelector('[role="status"]')
    if (!pad || !canvas.getContext || !window.DataTransfer || !window.PointerEvent) return
    var ink = canvas.getContext('2d')
    var drawing = false
    pad.hidden = false
    ink.lineWidth = 5
    ink.lineCap = ink.lineJoin = 'round'
    ink.strokeStyle = '#111'

    function at(event) {
      var place = canvas.getBoundingClientRect()
      return [(event.clientX - place.left) * canvas.width / place.width,
        (event.clientY - place.top) * canvas.height / place.height]
    }
    function give(file) {
      var held = new DataTransfer()
      if (file) held.items.add(file)
      input.files = held.files
      note.textContent = file ? note.dataset.done : ''
    }
    function keep() {
      var raw = atob(canvas.toDataURL('image/png').split(',')[1])
      var bytes = new Uint8Array(raw.length)
      for (var i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i)
      give(new File([bytes], 'signature.png', { type: 'image/png' }))
    }
    canvas.addEventListener('pointerdown', function (event) {
      drawing = true
      canvas.setPointerCapture(event.pointerId)
      ink.beginPath()
      ink.moveTo.apply(ink, at(event))
      event.preventDefault()
    })
    canvas.addEventListener('pointermove', function (event) {
      if (!drawing) return
      ink.lineTo.apply(ink, at(event))
      ink.stroke()
    })
    ;['pointerup', 'pointercancel'].forEach(function (name) {
      canvas.addEventListener(name, function () {
        if (drawing) keep()
        drawing = false
      })
    })
    box.querySelector('[data-sign-clear]').addEventListener('click', function () {
      ink.clearRect(0, 0, canvas.width, canvas.height)
      give(null)
    })
  })

  /* GOV.UK modules (character count, tabs): loaded only where a page has one. */
  starters.push(function () {
    if (!words.govuk || !doc.querySelector('[data-module^="govuk-"]')) return
    if (!('noModule' in HTMLScriptElement.prototype)) return
    doc.body.classList.add('js-enabled', 'govuk-frontend-supported')
    import(words.govuk).then(function (govuk) { govuk.initAll() })
  })

  function start() {
    starters.forEach(function (one) { one() })
  }
  start()
})()
