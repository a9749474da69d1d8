// Joins the Tabler outline icons named in icons.txt into one SVG sprite.
// usage: node sprite.mjs <icons.txt> <folder of outline icons> > icons.svg
// Two short names of ours stand beside Tabler's own: "alert" and "stamp".
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const [list, folder] = process.argv.slice(2)
const aliases = { alert: 'alert-triangle', stamp: 'rubber-stamp' }
const names = readFileSync(list, 'utf8').split('\n').filter(Boolean)
const wanted = [...names.map((name) => [name, name]), ...Object.entries(aliases)]
const look =
  'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" ' +
  'stroke-linecap="round" stroke-linejoin="round"'

const symbols = wanted.map(([id, file]) => {
  const source = readFileSync(join(folder, `${file}.svg`), 'utf8')
  const shapes = source
    .slice(source.indexOf('>', source.indexOf('<svg')) + 1, source.lastIndexOf('</svg>'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.includes('M0 0h24v24H0z'))
    .join('')
  return `<symbol id="${id}" ${look}>${shapes}</symbol>`
})
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`)
